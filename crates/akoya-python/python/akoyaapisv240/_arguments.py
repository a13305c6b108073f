"""What operations are given, as the API takes it."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timezone
from typing import Any

from akoyaapisv240.exceptions.failures import InvalidInputException


def options(version: Any, interaction_type: Any = None, **given: Any) -> dict[str, Any]:
    """Returns the settings of a call: those that are given. A mistake in them is an ``InvalidInputException``; nothing is sent then."""
    settings: dict[str, Any] = {"version": text("version", version) or ""}
    if interaction_type is not None:
        settings["interaction_type"] = choice("x_akoya_interaction_type", interaction_type, ("user", "batch"))
    for name, value in given.items():
        if value is not None:
            settings[name] = _SETTINGS[name](name, value)
    return settings


#: What has no text that the API could mean, although it can be made one.
_NO_TEXT = (bool, float, complex, bytes, bytearray, list, tuple, set, frozenset, dict)


def text(name: str, value: Any) -> str | None:
    """The text of a value; that of an enumeration's member is its value."""
    if value is None or type(value) is str:
        return value
    value = value.value if isinstance(value, enum.Enum) else value
    if isinstance(value, _NO_TEXT):
        raise InvalidInputException(f"{name} is no text", None)
    return str(value)


def texts(name: str, values: Any) -> list[str]:
    """The texts of a list, or of a text that lists them with commas."""
    if values is None:
        return []
    if isinstance(values, str) and not isinstance(values, enum.Enum):
        return [part.strip() for part in values.split(",")]
    if isinstance(values, Iterable) and not isinstance(values, (str, bytes, bytearray, Mapping)):
        return [_element(name, value) for value in values]
    return [_element(name, values)]


def _element(name: str, value: Any) -> str:
    read = text(name, value)
    if read is None:
        raise InvalidInputException(f"{name} has None in it", None)
    return read


#: The parameters that the grant sends, and how a client is authenticated (RFC 6749, RFC 7009, RFC 7523, RFC 7636).
_OF_THE_GRANT = {
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_secret",
    "code",
    "code_verifier",
    "grant_type",
    "redirect_uri",
    "refresh_token",
    "token",
    "token_type_hint",
}


def pairs(form: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The parameters that a program adds to a form. One of the grant's own is refused: a second of one name is an error to some servers,
    and to others replaces the first."""
    read = parameters("the additional parameters", form)
    for name, _ in read:
        if name in _OF_THE_GRANT:
            raise InvalidInputException(f"{name} is a parameter of the grant itself", None)
    return read


def parameters(about: str, given: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """Parameters with their values: several of a list, none of ``None``."""
    if given is None:
        return []
    if not isinstance(given, Mapping):
        raise InvalidInputException(f"{about} are no dictionary", None)
    values = ((str(name), value) for name, value in given.items() if value is not None)
    lists = ((name, value if isinstance(value, (list, tuple)) else [value]) for name, value in values)
    return [(name, _element(name, value)) for name, values in lists for value in values]


def time_of(name: str, value: Any) -> float:
    """A time in seconds since 1970."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e12:
        raise InvalidInputException(f"{name} is no time in seconds since 1970", None)
    return float(value)


def choice(name: str, value: Any, known: tuple[str, ...]) -> str | None:
    """One of some texts, in any case."""
    chosen = text(name, value)
    if chosen is None:
        return None
    if chosen.lower() not in known:
        raise InvalidInputException(f"{name} is none of {', '.join(known)}", None)
    return chosen.lower()


def number(name: str, value: Any, most: int) -> int | None:
    """A whole number that is not negative."""
    read = None if isinstance(value, _NO_TEXT) else text(name, value)
    if value is None:
        return None
    if read is None or not re.fullmatch("-?[0-9]+", read, re.ASCII):
        raise InvalidInputException(f"{name} is no whole number", None)
    if read.startswith("-"):
        raise InvalidInputException(f"{name} is negative", None)
    digits = read.lstrip("0") or "0"
    if len(digits) > len(str(most)) or int(digits) > most:
        raise InvalidInputException(f"{name} is more than {most}", None)
    return int(digits)


def place(name: str, value: Any) -> str | None:
    """Where a page begins: a number of items, or what a provider's link has there."""
    read = text(name, value)
    if read is None:
        return None
    if not read.strip() or re.fullmatch("-[0-9]+", read):
        raise InvalidInputException(f"{name} is empty or negative", None)
    return read


def moment(name: str, value: Any) -> str | None:
    """A moment in RFC 3339 and UTC. One without a zone is in UTC, as Akoya's documentation has it; a date is its midnight. The core checks a
    text, which has to have an offset."""
    if value is None or isinstance(value, str):
        return value
    if hasattr(value, "from_datetime"):
        # A `CustomDate`, such as responses have.
        value = value.datetime
    if isinstance(value, datetime):
        aware = value if value.tzinfo is not None else value.replace(tzinfo=timezone.utc)
        try:
            utc = aware.astimezone(timezone.utc).replace(microsecond=0)
        except OverflowError:
            raise InvalidInputException(f"{name} is out of range", None) from None
        return utc.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise InvalidInputException(f"{name} is no date, time or text", None)


def _headers(_: str, given: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(name, str(text(name, value))) for name, value in given.items() if value is not None]


#: How each setting of a call is read.
_SETTINGS: dict[str, Callable[[str, Any], Any]] = {
    "mode": lambda name, value: choice(name, value, ("raw", "standard")),
    "account_ids": texts,
    "start_time": moment,
    "end_time": moment,
    "offset": place,
    "limit": lambda name, value: number(name, value, 2**32 - 1),
    "tax_year": lambda name, value: number(name, value, 9999),
    "tax_forms": texts,
    "account_id": text,
    "tax_data_type": text,
    "as_pdf": lambda _, value: value,
    "headers": _headers,
}
