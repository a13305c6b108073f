"""What the clients for threads and for asyncio have in common: their settings, and their groups of operations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, Protocol, TypeVar, overload

from akoyaapisv240._session import Session
from akoyaapisv240.configuration import AnyEnvironment, Configuration, Environment
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
from akoyaapisv240.http.http_call_back import HttpCallBack
from akoyaapisv240.logging.configuration.api_logging_configuration import LoggingConfiguration


class Client:
    """A client of the Akoya APIs for one customer's consent. ``config`` replaces all other settings."""

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
        config: Configuration | None = None,
        *,
        store: Any = None,
        connection: str | None = None,
        interaction_type: str | None = None,
    ) -> None:
        self.config = config or Configuration(
            http_client_instance,
            override_http_client_configuration,
            http_call_back,
            timeout,
            max_retries,
            backoff_factor,
            retry_statuses,
            retry_methods,
            logging_configuration,
            environment,
            authorization_code_auth_credentials,
            store=store,
            connection=connection,
            interaction_type=interaction_type,
        )
        self._session = Session(self.config)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(environment={self.config.environment!r})"


class _OfSession(Protocol):
    """A group of operations, made of what all parts of a client share."""

    @classmethod
    def _of(cls, session: Session) -> Any: ...


G = TypeVar("G", bound=_OfSession)


class Group(Generic[G]):
    """A client's group of operations, made when it is first asked for."""

    def __init__(self, kind: type[G]) -> None:
        self._kind = kind
        self.__doc__ = kind.__doc__

    def __set_name__(self, _: type[Any], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, client: None, of: type[Any]) -> Group[G]: ...
    @overload
    def __get__(self, client: Client, of: type[Any]) -> G: ...
    def __get__(self, client: Client | None, of: type[Any]) -> Group[G] | G:
        if client is None:
            return self
        # Found before this from now on.
        group: G = client.__dict__.setdefault(self._name, self._kind._of(client._session))
        return group
