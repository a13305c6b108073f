"""The settings of a client, and where Akoya is reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any, TypeVar

from akoyaapisv240 import _settings
from akoyaapisv240._cloning import changes
from akoyaapisv240.exceptions.failures import ConfigurationException
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
from akoyaapisv240.http.http_call_back import HttpCallBack
from akoyaapisv240.logging.configuration.api_logging_configuration import LoggingConfiguration

T = TypeVar("T")


class Environment(Enum):
    """Which Akoya to talk to."""

    SANDBOX = 0
    PRODUCTION = 1


class Server(Enum):
    """The servers of an environment: the data products, and the identity provider."""

    DEFAULT = 0
    AUTH_SERVER = 1


class CustomEnvironment:
    """Hosts of one's own: a local sandbox, a gateway.

    Stored tokens are bound to the name, so that a token of one environment is never sent to another. Default: the identity provider's
    URL.
    """

    def __init__(self, api_url: str, idp_url: str, name: str | None = None) -> None:
        self.api_url = _settings.text("api_url", api_url)
        self.idp_url = _settings.text("idp_url", idp_url)
        self.name = name if name is None else _settings.text("name", name)

    def __repr__(self) -> str:
        return f"CustomEnvironment(api_url={self.api_url!r}, idp_url={self.idp_url!r})"


AnyEnvironment = Environment | CustomEnvironment | str


def environment_of(value: AnyEnvironment) -> Environment | CustomEnvironment:
    """Reads an environment: one of ``Environment``, its name in any case, a ``CustomEnvironment``, or a base URL that both servers are
    under."""
    if isinstance(value, (Environment, CustomEnvironment)):
        return value
    _settings.text("environment", value)
    if "://" in value:
        return CustomEnvironment(value, value)
    try:
        return Environment[value.upper()]
    except KeyError:
        raise ConfigurationException("environment is neither sandbox, nor production, nor a URL", None) from None


class HttpClientConfiguration:
    """How requests are sent.

    ``timeout`` is the longest time that a call may take, in seconds, with all its attempts and a refresh. ``max_retries`` is how often a
    call is attempted again, after a failed connection and after a status of ``retry_statuses``; the first wait is ``backoff_factor``
    seconds, with jitter, each later one twice as long. Requests to the identity provider are never sent again. ``http_client_instance``
    is a ``requests.Session`` or anything with its ``request``; its own retries are its own, and these settings are for it only when
    ``override_http_client_configuration`` says so.
    """

    RETRY_STATUSES = (408, 413, 429, 500, 502, 503, 504, 521, 522, 524)
    RETRY_METHODS = ("GET", "PUT")

    def __init__(
        self,
        http_client_instance: Any = None,
        override_http_client_configuration: bool = False,
        http_call_back: HttpCallBack | None = None,
        timeout: float | None = 60,
        max_retries: int | None = 0,
        backoff_factor: float | None = 2,
        retry_statuses: Sequence[int] | None = None,
        retry_methods: Sequence[str] | None = None,
        logging_configuration: LoggingConfiguration | None = None,
    ) -> None:
        if http_client_instance is not None:
            _settings.having("http_client_instance", http_client_instance, "request")
        if http_call_back is not None:
            _settings.having("http_call_back", http_call_back, "on_before_request", "on_after_response")
        if logging_configuration is not None:
            _settings.instance("logging_configuration", logging_configuration, LoggingConfiguration)
        self._http_client_instance = http_client_instance
        self._override = _given("override_http_client_configuration", override_http_client_configuration, False, _settings.switch)
        self._http_call_back = http_call_back
        self._timeout: float = 60 if timeout is None else _settings.seconds("timeout", timeout, is_positive=True)
        self._max_retries = _given("max_retries", max_retries, 0, _settings.retries)
        self._backoff_factor: float = _given("backoff_factor", backoff_factor, 2, _settings.seconds)
        self._retry_statuses = _given("retry_statuses", retry_statuses, list(self.RETRY_STATUSES), _settings.statuses)
        self._retry_methods = _given("retry_methods", retry_methods, list(self.RETRY_METHODS), _settings.methods)
        self._logging_configuration = logging_configuration

    @property
    def http_client_instance(self) -> Any:
        """The program's own HTTP client."""
        return self._http_client_instance

    @property
    def override_http_client_configuration(self) -> bool:
        """Whether retries are for the program's own HTTP client too."""
        return self._override

    @property
    def http_call_back(self) -> HttpCallBack | None:
        """Who sees requests and responses."""
        return self._http_call_back

    @property
    def timeout(self) -> float:
        """The longest time that a call may take, in seconds."""
        return self._timeout

    @property
    def max_retries(self) -> int:
        """How often a call is attempted again."""
        return self._max_retries

    @property
    def backoff_factor(self) -> float:
        """The first wait between two attempts, in seconds."""
        return self._backoff_factor

    @property
    def retry_statuses(self) -> list[int]:
        """The statuses after which a call is attempted again."""
        return list(self._retry_statuses)

    @property
    def retry_methods(self) -> list[str]:
        """The methods of calls that are attempted again; data calls are all ``GET``."""
        return list(self._retry_methods)

    @property
    def logging_configuration(self) -> LoggingConfiguration | None:
        """What is logged."""
        return self._logging_configuration


def _store(store: Any) -> Any:
    # Here, because most programs do without one.
    from akoyaapisv240.stores import TokenStore

    return _settings.instance("store", store, TokenStore)


def _given(name: str, value: Any, default: T, read: Callable[[str, Any], T]) -> T:
    """A setting, or what it is without one."""
    return default if value is None else read(name, value)


class Configuration(HttpClientConfiguration):
    """The settings of a client. It does not change: ``clone_with`` makes another.

    ``store`` and ``connection`` say where the grant is kept, and under which name (``akoyaapisv240.stores``). Default: in memory.
    ``interaction_type`` says for all calls whether a person waits: ``user`` or ``batch``.
    """

    environments: dict[Environment, dict[Server, str]] = {
        Environment.SANDBOX: {
            Server.DEFAULT: "https://sandbox-products.ddp.akoya.com",
            Server.AUTH_SERVER: "https://sandbox-idp.ddp.akoya.com",
        },
        Environment.PRODUCTION: {
            Server.DEFAULT: "https://products.ddp.akoya.com",
            Server.AUTH_SERVER: "https://idp.ddp.akoya.com",
        },
    }

    def __init__(
        self,
        http_client_instance: Any = None,
        override_http_client_configuration: bool = False,
        http_call_back: HttpCallBack | None = None,
        timeout: float | None = 60,
        max_retries: int | None = 0,
        backoff_factor: float | None = 2,
        retry_statuses: Sequence[int] | None = None,
        retry_methods: Sequence[str] | None = None,
        logging_configuration: LoggingConfiguration | None = None,
        environment: AnyEnvironment | None = Environment.SANDBOX,
        authorization_code_auth_credentials: AuthorizationCodeAuthCredentials | None = None,
        *,
        store: Any = None,
        connection: str | None = None,
        interaction_type: str | None = None,
    ) -> None:
        super().__init__(
            http_client_instance,
            override_http_client_configuration,
            http_call_back,
            timeout,
            max_retries,
            backoff_factor,
            retry_statuses,
            retry_methods,
            logging_configuration,
        )
        self._environment = environment_of(Environment.SANDBOX if environment is None else environment)
        self._credentials = authorization_code_auth_credentials
        if authorization_code_auth_credentials is not None:
            name = "authorization_code_auth_credentials"
            _settings.instance(name, authorization_code_auth_credentials, AuthorizationCodeAuthCredentials)
        if (store is None) != (connection is None):
            raise ConfigurationException("store and connection belong together: set both or neither", None)
        self._store = store if store is None else _store(store)
        self._connection = connection if connection is None else _settings.text("connection", connection)
        self._interaction_type = interaction_type
        if interaction_type is not None:
            _settings.choice("interaction_type", interaction_type, ("user", "batch"))

    @property
    def environment(self) -> Environment | CustomEnvironment:
        """Which Akoya the client talks to."""
        return self._environment

    @property
    def authorization_code_auth_credentials(self) -> AuthorizationCodeAuthCredentials | None:
        """The client's credentials, with the token as it is now."""
        return self._credentials

    @property
    def store(self) -> Any:
        """Where the grant is kept; ``None`` in memory."""
        return self._store

    @property
    def connection(self) -> str | None:
        """The name under which the grant is kept."""
        return self._connection

    @property
    def interaction_type(self) -> str | None:
        """Whether a person waits for the calls that do not say so themselves."""
        return self._interaction_type

    @changes
    def clone_with(
        self,
        http_client_instance: Any = None,
        override_http_client_configuration: bool | None = None,
        http_call_back: HttpCallBack | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        backoff_factor: float | None = None,
        retry_statuses: Sequence[int] | None = None,
        retry_methods: Sequence[str] | None = None,
        logging_configuration: LoggingConfiguration | None = None,
        environment: AnyEnvironment | None = None,
        authorization_code_auth_credentials: AuthorizationCodeAuthCredentials | None = None,
        *,
        store: Any = None,
        connection: str | None = None,
        interaction_type: str | None = None,
    ) -> Configuration:
        """Returns the same settings with those that are given; one that is given as ``None`` gets its default again."""
        raise NotImplementedError  # `changes` does it.

    def create_http_client(self) -> Any:
        """Returns the program's own HTTP client; without one, requests are sent by the Rust core."""
        return self._http_client_instance

    def get_base_uri(self, server: Server = Server.DEFAULT) -> str:
        """Returns the base URL of a server, without a slash at the end."""
        if isinstance(self._environment, CustomEnvironment):
            chosen = self._environment
            url = chosen.api_url if server is Server.DEFAULT else chosen.idp_url
        else:
            url = self._urls(self._environment)[server]
        return url.rstrip("/")

    def _urls(self, environment: Environment) -> Mapping[Server, str]:
        return self.environments[environment]
