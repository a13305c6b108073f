"""What happens to clients when the process forks: with gunicorn's preload, Celery's prefork pool, ``multiprocessing``.

Before a fork a grant in memory moves to a file that parent and children share, and files of stores are closed, because SQLite's locks do
not survive a fork. A child makes its connections, engines and stores again, and leaves its parent's alone: they belong to threads that it
does not have.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import threading
import time
import weakref
from typing import Any, Protocol

from akoyaapisv240 import _akoya


class Inheritable(Protocol):
    """What belongs to one process."""

    #: Whether it uses others of these at the end of the program.
    _ends_first: bool

    def _before_fork(self) -> Any:
        """Gets ready in the parent. What it returns is dropped there after the fork."""

    def _inherit(self) -> Any:
        """Gets ready in the child. What it returns is never dropped there."""

    def _at_exit(self, seconds: float) -> bool:
        """Waits at most so long for what is under way, and returns whether it has ended."""


_all: weakref.WeakSet[Any] = weakref.WeakSet()
_held: list[Any] = []
_standstill: Any = None
#: Held from before a fork until after it: what another thread makes in between would be missing in it.
_lock = threading.RLock()


def register(one: Inheritable) -> None:
    """Has something notified of every fork."""
    with _lock:
        _all.add(one)


def new_path() -> str:
    """A path for a store in a directory for this user alone."""
    import tempfile

    directory = tempfile.mkdtemp(prefix="akoya-")
    return os.path.join(directory, "grant.db")


def remove(path: str) -> None:
    """Removes what ``new_path`` made."""
    import shutil

    shutil.rmtree(os.path.dirname(path), ignore_errors=True)


def _before() -> None:
    global _standstill
    _lock.acquire()
    for one in list(_all):
        try:
            _held.append(one._before_fork())
        except Exception as error:
            import warnings

            # The fork is the program's, and has to happen.
            warnings.warn(f"a grant is not shared with the process that is forked: {error}", RuntimeWarning, stacklevel=2)
    # Also for stores that this module no longer knows: another thread may be closing one.
    _standstill = _akoya.Standstill()


def _after_in_parent() -> None:
    global _standstill
    _standstill = None
    _held.clear()
    _lock.release()


def _after_in_child() -> None:
    global _standstill
    _standstill = None
    _akoya.forked()
    for held in _held:
        _akoya.leave(held)
    _held.clear()
    _close_registrations()
    for one in list(_all):
        _akoya.leave(one._inherit())
    _lock.release()


def _close_registrations() -> None:
    """Closes the files by whose locks a store shows that its process is alive: a child that had them would keep its parent alive."""
    with contextlib.suppress(OSError):
        for name in os.listdir("/proc/self/fd"):
            with contextlib.suppress(OSError):
                target = os.readlink(f"/proc/self/fd/{name}")
                if ".liveness/" in target:
                    os.close(int(name))


#: The longest that a refresh lasts, in seconds: its request, the same once more when the response was lost, the store, and the callback.
#: That is more than the ``timeout`` of a call, which may have gone by when the token comes.
LONGEST_REFRESH = 60 + 60 + 15 + 30


def _at_exit() -> None:
    """Waits for refreshes whose callers have gone, offers tokens that were not taken once more, and removes what no process shares."""
    try:
        problem = _finish()
    finally:
        # Also when the program is interrupted again.
        _akoya.stop_resolving()
    if problem is not None:
        import warnings

        warnings.warn(f"a token may be lost: {problem}", RuntimeWarning, stacklevel=2)


def _finish() -> object:
    """Waits for what is under way, and returns why a token may be lost, if one may."""
    until = time.monotonic() + LONGEST_REFRESH
    problem: object = None
    # What a client does needs its store.
    for one in sorted(_all, key=lambda one: not one._ends_first):
        try:
            if not one._at_exit(max(0.0, until - time.monotonic())):
                problem = "the program ends during a refresh"
        except Exception as error:
            problem = error
    return problem


atexit.register(_at_exit)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before, after_in_parent=_after_in_parent, after_in_child=_after_in_child)
