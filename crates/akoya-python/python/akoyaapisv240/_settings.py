"""Settings of a client, read where they are given. A mistake in one is a ``ConfigurationException`` with its name; it is a ``ValueError``, and a
``TypeError`` where it is of the wrong type."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

from akoyaapisv240.exceptions.failures import ConfigurationException, WrongTypeException

#: The longest that a time may be, in seconds.
_LONGEST = 24 * 3600

#: The most attempts after the first.
_MOST_RETRIES = 1000

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})


def seconds(name: str, value: Any, *, is_positive: bool = False) -> Any:
    """A time in seconds."""
    if isinstance(value, bool) or not hasattr(type(value), "__float__"):
        raise WrongTypeException(f"{name} is no number of seconds", None)
    try:
        number = float(value)
    except (OverflowError, ValueError):
        number = math.inf
    # Not below the least, and not above the most: what is no number at all, NaN, is neither.
    if not (0 <= number <= _LONGEST) or (is_positive and number == 0):
        least = "more than 0" if is_positive else "0 or more"
        raise ConfigurationException(f"{name} is {value}: give seconds, {least} and at most {_LONGEST}", None)
    return value


def retries(name: str, value: Any) -> int:
    """How often something is done again."""
    count = _whole(name, value)
    if not 0 <= count <= _MOST_RETRIES:
        raise ConfigurationException(f"{name} is {count}: give a number from 0 to {_MOST_RETRIES}", None)
    return count


def statuses(name: str, values: Any) -> list[int]:
    """HTTP statuses."""
    read = [_whole(name, value) for value in _several(name, values)]
    for status in read:
        if not 100 <= status <= 599:
            raise ConfigurationException(f"{name} has {status}, which is no HTTP status", None)
    return read


def methods(name: str, values: Any) -> list[str]:
    """HTTP methods, in any case."""
    read = texts(name, values)
    for method in read:
        if method.upper() not in _METHODS:
            raise ConfigurationException(f"{name} has {method!r}, which is no HTTP method", None)
    return read


def texts(name: str, values: Any) -> list[str]:
    """Texts that are not empty and have no white space."""
    read = list(_several(name, values))
    for value in read:
        if not isinstance(value, str):
            raise WrongTypeException(f"{name} has something that is no text", None)
        if not re.fullmatch(r"\S+", value):
            raise ConfigurationException(f"{name} has a text that is empty or has white space in it", None)
    return read


def text(name: str, value: Any) -> str:
    """A text that is not empty."""
    if not isinstance(value, str):
        raise WrongTypeException(f"{name} is missing, or is no text", None)
    if not value:
        raise ConfigurationException(f"{name} is missing", None)
    return value


def choice(name: str, value: Any, known: Sequence[str]) -> str:
    """One of some texts, in any case."""
    chosen = text(name, value)
    if chosen.lower() not in known:
        raise ConfigurationException(f"{name} is {chosen!r}: give {' or '.join(known)}", None)
    return chosen


def switch(name: str, value: Any) -> bool:
    """On or off."""
    if not isinstance(value, bool):
        raise WrongTypeException(f"{name} is neither True nor False", None)
    return value


def function(name: str, value: Any) -> Any:
    """Something to be called."""
    if not callable(value):
        raise WrongTypeException(f"{name} cannot be called", None)
    return value


def having(name: str, value: Any, *members: str) -> Any:
    """An object with these methods; its class may be any."""
    for member in members:
        if not callable(getattr(value, member, None)):
            raise WrongTypeException(f"{name} has no method `{member}`", None)
    return value


def instance(name: str, value: Any, kind: type[Any]) -> Any:
    """An object of a class."""
    if not isinstance(value, kind):
        raise WrongTypeException(f"{name} is no {kind.__name__}", None)
    return value


def _whole(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongTypeException(f"{name} takes whole numbers", None)
    return int(value)


def _several(name: str, values: Any) -> Iterable[Any]:
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise WrongTypeException(f"{name} takes a list", None)
    return values
