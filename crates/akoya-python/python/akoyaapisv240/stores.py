"""Token stores: where the consents of many customers are kept, each under the name of its connection.

``SqliteStore`` is a file for the processes of one machine, ``PostgresStore`` a database for many machines. Processes that share a store
refresh a token once. Tokens are sealed with ``key``, 32 random bytes in base64 (``generate_key``); ``older_keys`` open what was sealed
before. ``spool`` is a directory on a local disk for responses that the store cannot take. ``environment`` is a name that pins the store:
a program with another one is refused.

    store = SqliteStore("tokens.db", key=key)
    client = Akoyaapisv240Client(..., store=store, connection="customer-4711/mikomo")
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from typing import Any

from akoyaapisv240 import _fork
from akoyaapisv240._akoya import Store, generate_key

__all__ = ["PostgresStore", "SqliteStore", "TokenStore", "generate_key"]

Path = str | os.PathLike[str]


class TokenStore:
    """A store, opened when it is first used, and again in each process."""

    _ends_first = False

    def __init__(self, key: str | None, older_keys: Sequence[str], environment: str | None, spool: Path | None) -> None:
        if older_keys and key is None:
            raise ValueError("older keys open what `key` did not seal: set it too")
        self._keys = [*([key] if key else []), *older_keys]
        self._environment = environment
        self._spool = None if spool is None else os.fspath(spool)
        self._lock = threading.Lock()
        self._store: Store | None = None
        _fork.register(self)

    def _open(self) -> Store:
        raise NotImplementedError

    def _place(self) -> Any:
        """What stores of one file or database have in common."""
        raise NotImplementedError

    def _core(self) -> Store:
        with self._lock:
            if self._store is None:
                self._store = self._open()
            return self._store

    def open(self) -> None:
        """Opens the store now, to learn whether that works."""
        self._core()

    @property
    def quarantine(self) -> str | None:
        """Why nothing is refreshed from the store, if so: it is a copy, or was restored."""
        return self._core().quarantine()

    def _before_fork(self) -> Any:
        return None if self._store is None else self._store.pause()

    def _inherit(self) -> Any:
        parents, self._store, self._lock = self._store, None, threading.Lock()
        return parents

    def _at_exit(self, seconds: float) -> bool:
        return self._store is None or self._store.wait_until_idle(seconds)


class SqliteStore(TokenStore):
    """A store in one SQLite file on a disk of this machine."""

    def __init__(
        self,
        path: Path,
        *,
        key: str | None = None,
        older_keys: Sequence[str] = (),
        environment: str | None = None,
        spool: Path | None = None,
    ) -> None:
        self._path = os.fspath(path)
        super().__init__(key, older_keys, environment, spool)

    def _open(self) -> Store:
        return Store.sqlite(self._path, self._keys, self._environment, self._spool)

    def _place(self) -> Any:
        return os.path.realpath(self._path)


class PostgresStore(TokenStore):
    """A store on PostgreSQL. ``migrate`` makes the tables, or brings them up to date, when it is opened."""

    def __init__(
        self,
        url: str,
        *,
        key: str | None = None,
        older_keys: Sequence[str] = (),
        environment: str | None = None,
        spool: Path | None = None,
        schema: str | None = None,
        liveness_dir: Path | None = None,
        migrate: bool = True,
    ) -> None:
        self._url = url
        self._schema = schema
        self._liveness_dir = None if liveness_dir is None else os.fspath(liveness_dir)
        self._migrate = migrate
        super().__init__(key, older_keys, environment, spool)

    def _open(self) -> Store:
        return Store.postgres(
            self._url, self._keys, self._environment, self._spool, self._schema, self._liveness_dir, self._migrate
        )

    def _place(self) -> Any:
        return self._url, self._schema
