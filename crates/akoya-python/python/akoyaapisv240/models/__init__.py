"""The objects of the API, one class for each type of its description, and the values of its enumerations.

Classes are made when they are first asked for. Each is here and in a module of its own:
``from akoyaapisv240.models import Balances`` or ``from akoyaapisv240.models.balances import Balances``.
"""

from __future__ import annotations

from typing import Any

from akoyaapisv240._akoya import model, model_names

_NAMES = model_names()

__all__ = sorted(_NAMES)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = model(name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_NAMES})
