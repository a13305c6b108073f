"""Copies with some settings changed."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

M = TypeVar("M", bound=Callable[..., Any])


def changes(method: M) -> M:
    """Makes ``clone_with`` of its own signature: only what is given is changed, and what is given as ``None`` is taken away.

    A default of ``None`` alone could not distinguish the two, and nothing could ever be unset. What is not given is what the attribute of
    that name has, or what ``_shared`` has for it.
    """
    @functools.wraps(method)
    def clone_with(self: Any, *arguments: Any, **named: Any) -> Any:
        # Here, because it is slow to load.
        import inspect

        signature = inspect.signature(method)
        given = signature.bind(self, *arguments, **named).arguments
        shared = getattr(self, "_shared", {})
        names = [name for name in signature.parameters if name != "self"]
        kept = {name: shared[name] if name in shared else getattr(self, name) for name in names if name not in given}
        given.pop("self")
        return type(self)(**kept, **given)

    return clone_with  # type: ignore[return-value]
