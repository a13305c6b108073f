"""Copies with some settings changed."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

M = TypeVar("M", bound=Callable[..., Any])


def changes(method: M) -> M:
    """Makes ``clone_with`` of its own signature: only what is given is changed, and what is given as ``None`` is taken away.

    A default of ``None`` alone could not tell the two apart, and nothing could ever be unset.
    """
    @functools.wraps(method)
    def clone_with(self: Any, *arguments: Any, **named: Any) -> Any:
        # Here, because it is slow to load.
        import inspect

        given = inspect.signature(method).bind(self, *arguments, **named).arguments
        given.pop("self")
        values = {**self._settings(), **given}
        return type(self)(**values)

    return clone_with  # type: ignore[return-value]
