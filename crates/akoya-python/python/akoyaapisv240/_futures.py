"""Futures of asyncio that the core resolves.

What a loop has to do for them is asked of it here, not in Rust. When a program ends, Python ends each daemon thread that is about to run
Python code, and one that Rust code has called there cannot be ended without the program: it aborts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio


def new_future() -> asyncio.Future[Any]:
    """A future of the running loop."""
    # Here, because only what waits in asyncio needs it, and it is slow to load.
    import asyncio

    return asyncio.get_running_loop().create_future()


def resolve(future: asyncio.Future[Any], result: Any, is_failure: bool) -> None:
    """Gives a future its result, or its exception, in its own loop. One that was cancelled needs neither."""
    if future.done():
        return
    if is_failure:
        future.set_exception(result)
    else:
        future.set_result(result)
