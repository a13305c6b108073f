"""The core of a client: made when it is first needed, so that a client can be made before its settings are complete, and again in each
process."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from akoyaapisv240 import _fork, _tokens
from akoyaapisv240._akoya import Core, Grant
from akoyaapisv240._arguments import pairs
from akoyaapisv240._http_client import sender
from akoyaapisv240._observer import observer
from akoyaapisv240.exceptions.failures import CallInUpdateException, ConfigurationException

if TYPE_CHECKING:
    import asyncio

    from akoyaapisv240.configuration import Configuration
    from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials

_lock = threading.RLock()


class _Updating:
    """An update callback that runs. A task that it starts and leaves behind outlives it, and may call then."""

    def __init__(self, identity: Any) -> None:
        self._identity = identity
        self._is_over = False

    def is_of(self, identity: Any) -> bool:
        """Whether it still runs for this grant."""
        return not self._is_over and self._identity == identity

    def end(self) -> None:
        """Notes that the callback has returned."""
        self._is_over = True
        self._identity = None


#: The update callbacks that this is part of. What a callback awaits, and threads of ``asyncio.to_thread``, have it too.
_updating: ContextVar[tuple[_Updating, ...]] = ContextVar("akoya_updating", default=())


class Session:
    """What all parts of a client share."""

    _ends_first = True

    def __init__(self, config: Configuration) -> None:
        self.config = config
        self._core: Core | None = None
        self._process = os.getpid()
        self._waiting = _Waiting()
        _fork.register(self)

    def __reduce__(self) -> tuple[Any, ...]:
        # A copy, here or in another process, makes a core of its own; whether the grant may be copied is the grant's to say.
        return Session, (self.config,)

    def credentials(self) -> AuthorizationCodeAuthCredentials:
        """The client's credentials."""
        credentials = self.config.authorization_code_auth_credentials
        if credentials is None:
            raise ConfigurationException("the client has no authorization_code_auth_credentials", None)
        return credentials

    def core(self, form: Mapping[str, Any] | None = None) -> Core:
        """The core, made if there is none yet. With ``form`` it is one of its own that adds these parameters to what it sends to the
        identity provider."""
        if form:
            return self._make(pairs(form))
        core = self._core
        if core is None or self._process != os.getpid():
            with _lock:
                core = self._core = self._core or self._make()
                self._process = os.getpid()
        return core

    def at_work(self, form: Mapping[str, Any] | None = None) -> Core:
        """The core, for work that may wait for the grant."""
        self.refuse_in_update()
        return self.core(form)

    def in_loop(self, form: Mapping[str, Any] | None = None) -> Core:
        """The core, for work that the running event loop waits for."""
        import asyncio

        self._waiting.loop = asyncio.get_running_loop()
        return self.at_work(form)

    def refuse_in_update(self) -> None:
        """Refuses work in the update callback of the same grant: each would wait for the other."""
        updates = _updating.get()
        if not updates:
            return
        identity = self._identity()
        if any(update.is_of(identity) for update in updates):
            text = "oauth_on_token_update cannot wait for its own grant: make the call when it has returned, or read acg_auth.oauth_token"
            raise CallInUpdateException(text, None)

    def _identity(self) -> Any:
        """What the sessions of one grant have in common."""
        store = self.config.store
        if store is not None:
            return store._place(), self.config.connection
        credentials = self.config.authorization_code_auth_credentials
        return None if credentials is None else credentials._grant

    def _before_fork(self) -> Any:
        return None

    def _inherit(self) -> Any:
        global _lock
        # Another thread may have held it.
        _lock = threading.RLock()
        parents, self._core, self._process, self._waiting = self._core, None, os.getpid(), _Waiting()
        return parents

    def _at_exit(self, seconds: float) -> bool:
        return self._core is None or self._process != os.getpid() or self._core.finish(seconds)

    def _make(self, form: Sequence[tuple[str, str]] = ()) -> Core:
        credentials = self.credentials()
        stored = self._identity() if self.config.store is not None else None
        update = _Update(credentials, self._waiting, stored)
        settings = self._settings(credentials, update)
        return Core({**settings, "form": list(form)}, self._grant(credentials))

    def _grant(self, credentials: AuthorizationCodeAuthCredentials) -> Grant:
        store, connection = self.config.store, self.config.connection
        if store is None or connection is None:
            return credentials._grant.grant()
        return Grant.stored(store._core(), connection, credentials._grant.token())

    def _settings(self, credentials: AuthorizationCodeAuthCredentials, update: Any) -> dict[str, Any]:
        from akoyaapisv240.configuration import Server

        config = self.config
        retries = config.http_client_instance is None or config.override_http_client_configuration
        return {
            "client_id": credentials.oauth_client_id,
            "client_secret": credentials.oauth_client_secret,
            "redirect_uri": credentials.oauth_redirect_uri,
            "scopes": credentials.oauth_scopes,
            "clock_skew": credentials.oauth_clock_skew,
            "on_token_update": update,
            # Without a store the callback may be the only place where a token is saved.
            "requires_update": self.config.store is None,
            "environment": _name(config),
            "idp": config.get_base_uri(Server.AUTH_SERVER),
            "api": config.get_base_uri(Server.DEFAULT),
            "timeout": config.timeout,
            "max_retries": config.max_retries if retries else 0,
            "backoff_factor": config.backoff_factor,
            "retry_statuses": config.retry_statuses,
            "retries_reads": "GET" in (method.upper() for method in config.retry_methods),
            "interaction_type": config.interaction_type,
            "send": sender(config.http_client_instance),
            "observer": observer(config.http_call_back, config.logging_configuration),
        }


class _Waiting:
    """The event loop that waits for a client's calls, if one does."""

    loop: asyncio.AbstractEventLoop | None = None

    def finish(self, call: Callable[[], Any], done: Any) -> None:
        """Waits for a callback that is a coroutine: in the program's own loop, if it has one. A callback that ends with that loop is called
        again in another."""
        # Here, because most programs do without it, and it is slow to load.
        import asyncio

        async def finish(done: Any) -> None:
            await done

        if self.loop is not None and self.loop.is_running():
            if _finished_in(self.loop, finish(done)):
                return
            done = call()
        asyncio.run(finish(done))


def _finished_in(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, None]) -> bool:
    """Waits for work in a loop of another thread, and returns whether it has ended there: a loop that ends cancels what runs in it, and
    what it has not begun never ends."""
    import asyncio
    from concurrent.futures import CancelledError, wait

    try:
        running = asyncio.run_coroutine_threadsafe(work, loop)
    except RuntimeError:
        work.close()
        return False
    while not wait([running], 1).done:
        if not loop.is_running():
            return False
    try:
        running.result()
    except CancelledError:
        return False
    return True


class _Update:
    """What the core calls with each new token, for as long as it runs.

    It holds neither client nor grant: both hold the core, where Python's collector does not see that they hold one another.
    """

    def __init__(self, credentials: AuthorizationCodeAuthCredentials, waiting: _Waiting, stored: Any) -> None:
        self._client_id = credentials.oauth_client_id
        self._call = credentials.oauth_on_token_update
        #: The place of a grant in a store.
        self._stored = stored
        self._holder = None if stored else weakref.ref(credentials._grant)
        self._waiting = waiting

    def __call__(self, text: str) -> None:
        holder = self._holder() if self._holder is not None else None
        if holder is not None:
            holder.learn(self._client_id, text)
        call, token = self._call, _tokens.token_of(text)
        if call is None or token is None:
            return
        updating = _Updating(self._stored or holder or self)
        before = _updating.set((*_updating.get(), updating))
        try:
            done = call(token)
            if hasattr(done, "__await__"):
                self._waiting.finish(lambda: call(token), done)
        finally:
            updating.end()
            _updating.reset(before)


def _name(config: Configuration) -> str:
    """The name that the core knows an environment by; none for hosts of one's own, which are named by their URL."""
    from akoyaapisv240.configuration import CustomEnvironment, Server

    environment = config.environment
    if isinstance(environment, CustomEnvironment):
        return environment.name or ""
    urls = (config.get_base_uri(Server.DEFAULT), config.get_base_uri(Server.AUTH_SERVER))
    return _AKOYA.get(urls, "")


_AKOYA = {
    ("https://sandbox-products.ddp.akoya.com", "https://sandbox-idp.ddp.akoya.com"): "sandbox",
    ("https://products.ddp.akoya.com", "https://idp.ddp.akoya.com"): "production",
}
