"""Processes that a test makes by a fork."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable


def in_child(work: Callable[[], object]) -> int:
    """Starts a process that does the work, and returns its id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        # A child that hangs is ended, and its status says so.
        signal.alarm(30)
        work()
        status = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


def succeed(children: list[int]) -> None:
    """Waits for processes, each of which has to have done its work."""
    for child in children:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
