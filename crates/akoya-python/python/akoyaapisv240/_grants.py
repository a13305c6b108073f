"""Grants of this process: one for every refresh token, however many clients were made of it."""

from __future__ import annotations

import hashlib
import json
import os
import threading
import weakref
from collections import deque
from typing import Any

from akoyaapisv240 import _fork
from akoyaapisv240._akoya import Grant

_lock = threading.Lock()
_by_refresh_token: weakref.WeakValueDictionary[tuple[str, bytes], GrantHolder] = weakref.WeakValueDictionary()


class GrantHolder:
    """The grant of some credentials."""

    _ends_first = False

    #: How many of its refresh tokens a grant is known by: the present one, and those that a program may still have.
    KNOWN = 16

    def __init__(self, token: str | None) -> None:
        self._grant = Grant(token)
        self._keys: deque[tuple[str, bytes]] = deque()
        self._removal: weakref.finalize[Any, Any] | None = None
        _fork.register(self)

    @classmethod
    def of(cls, client_id: str, token: Any) -> GrantHolder:
        """Returns the grant of a token: one that this process has, or a new one.

        Two grants of one refresh token would spend each other's, so a token that came from a grant of this process leads back to it.
        """
        if isinstance(token, GrantHolder):
            return token
        key = _key(client_id, token)
        if key is None:
            return cls(token)
        with _lock:
            known = _by_refresh_token.get(key)
            if known is None:
                known = cls(token)
                known._add(key)
            return known

    def learn(self, client_id: str, token: str) -> None:
        """Remembers that a token belongs to this grant."""
        key = _key(client_id, token)
        if key is not None:
            with _lock:
                self._add(key)

    def _add(self, key: tuple[str, bytes]) -> None:
        _by_refresh_token[key] = self
        self._keys.append(key)
        if len(self._keys) > self.KNOWN:
            _by_refresh_token.pop(self._keys.popleft(), None)

    def __copy__(self) -> GrantHolder:
        return self

    def __deepcopy__(self, _: Any) -> GrantHolder:
        # Two copies would spend each other's token.
        return self

    def __reduce__(self) -> Any:
        raise TypeError("a grant cannot be pickled: two processes would spend each other's token; give both a store")

    def grant(self) -> Grant:
        """The grant in the core."""
        return self._grant

    def token(self) -> str | None:
        """The token as it is now, as JSON."""
        return self._grant.token()

    def _before_fork(self) -> Any:
        if self._grant.path() is None:
            if self._grant.token() is None:
                return None
            self._grant.share(_fork.new_path())
            self._remove_in_the_end()
        return self._grant.pause()

    def _inherit(self) -> Any:
        global _lock
        # Another thread may have held it.
        _lock = threading.Lock()
        parents = self._grant
        if self._removal is not None:
            # The parent's: it would ask the parent's threads.
            self._removal.detach()
        self._grant = Grant(parents.token()) if parents.path() is None else parents.inherited()
        if self._grant.path() is not None:
            self._remove_in_the_end()
        return parents

    def _remove_in_the_end(self) -> None:
        """Has the file removed when the last client of the grant is gone: a program that runs for months may share many."""
        self._removal = weakref.finalize(self, _remove_if_last, self._grant, 0)
        # The end of the program is `_at_exit`.
        self._removal.atexit = False

    def _at_exit(self, seconds: float) -> bool:
        return _remove_if_last(self._grant, seconds)


def _key(client_id: str, token: str | None) -> tuple[str, bytes] | None:
    refresh_token = json.loads(token).get("refresh_token") if token else None
    if not refresh_token or not isinstance(refresh_token, str):
        # The core says what is wrong with one that is no text.
        return None
    return client_id, hashlib.sha256(refresh_token.encode()).digest()


def _remove_if_last(grant: Grant, seconds: float) -> bool:
    """Removes the file of a grant that no other process has open, and returns whether nothing is under way. The file of a refresh that is
    under way stays."""
    if not grant.wait_until_idle(seconds):
        return False
    path = grant.path()
    if path is not None and grant.is_last():
        _fork.remove(os.fspath(path))
    return True
