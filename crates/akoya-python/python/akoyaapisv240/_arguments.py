"""What operations are given, as the API takes it."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timezone
from typing import Any

from akoyaapisv240.exceptions.failures import InvalidInputException


def options(
    version: Any,
    interaction_type: Any = None,
    *,
    mode: Any = None,
    account_ids: Any = None,
    start_time: Any = None,
    end_time: Any = None,
    offset: Any = None,
    limit: Any = None,
    tax_year: Any = None,
    tax_forms: Any = None,
    account_id: Any = None,
    tax_data_type: Any = None,
    as_pdf: bool = False,
    headers: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Returns the settings of a call. A mistake in them is an ``InvalidInputException``; nothing is sent then."""
    return {
        "version": text(version) or "",
        "interaction_type": choice("x_akoya_interaction_type", interaction_type, ("user", "batch")),
        "mode": choice("mode", mode, ("raw", "standard")),
        "account_ids": texts(account_ids),
        "start_time": moment("start_time", start_time),
        "end_time": moment("end_time", end_time),
        "offset": text(offset),
        "limit": number("limit", limit),
        "tax_year": number("tax_year", tax_year),
        "tax_forms": texts(tax_forms),
        "account_id": text(account_id),
        "tax_data_type": text(tax_data_type),
        "as_pdf": as_pdf,
        "headers": [(name, str(text(value))) for name, value in (headers or {}).items() if value is not None],
    }


def text(value: Any) -> str | None:
    """The text of a value; that of an enumeration's member is its value."""
    if value is None:
        return None
    return str(value.value if isinstance(value, enum.Enum) else value)


def texts(values: Any) -> list[str]:
    """The texts of a list, or of a text that lists them with commas."""
    if values is None:
        return []
    if isinstance(values, str):
        return [part.strip() for part in values.split(",")]
    if isinstance(values, Iterable):
        return [str(text(value)) for value in values]
    return [str(text(values))]


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
    for name in form:
        if name in _OF_THE_GRANT:
            raise InvalidInputException(f"{name} is a parameter of the grant itself", None)
    values = ((str(name), value) for name, value in form.items() if value is not None)
    lists = ((name, value if isinstance(value, (list, tuple)) else [value]) for name, value in values)
    return [(name, str(text(value))) for name, values in lists for value in values]


def choice(name: str, value: Any, known: tuple[str, ...]) -> str | None:
    """One of some texts, in any case."""
    chosen = text(value)
    if chosen is None:
        return None
    if chosen.lower() not in known:
        raise InvalidInputException(f"{name} is none of {', '.join(known)}", None)
    return chosen.lower()


def number(name: str, value: Any) -> int | None:
    """A whole number that is not negative."""
    if value is None:
        return None
    try:
        read = int(str(text(value)))
    except ValueError:
        raise InvalidInputException(f"{name} is no whole number", None) from None
    if read < 0:
        raise InvalidInputException(f"{name} is negative", None)
    return read


def moment(name: str, value: Any) -> str | None:
    """A moment in RFC 3339 and UTC. One without a zone is in UTC, as Akoya's documentation has it; a date is its midnight."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime):
        aware = value if value.tzinfo is not None else value.replace(tzinfo=timezone.utc)
        return aware.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    raise InvalidInputException(f"{name} is no date, time or text", None)
