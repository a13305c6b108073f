"""Dates and times with the text that they came in."""

from __future__ import annotations

import calendar
import datetime as dt
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any, Optional

from akoyaapisv240._akoya import read_datetime

__all__ = ["CustomDate", "HttpDateTime", "RFC3339DateTime", "UnixDateTime", "WrittenDate"]


class CustomDate:
    """A date and time (``datetime``) with the form in which an API has it (``value``)."""

    __slots__ = ("_datetime", "value")

    value: Any
    """The date and time as the API has it; of a response, as it came."""

    def __init__(self, dtime: Optional[dt.datetime], value: Any = None) -> None:
        self._datetime = dtime
        self.value = value if value else self.from_datetime(dtime)  # type: ignore[arg-type]

    @property
    def datetime(self) -> Optional[dt.datetime]:
        """The date and time; ``None`` when the text is none, which is never guessed at."""
        try:
            return self._datetime
        except AttributeError:
            self._datetime = self._read()
            return self._datetime

    @classmethod
    def from_datetime(cls, date_time: dt.datetime) -> Any:
        """Returns a date and time in the form of the API."""
        raise NotImplementedError

    @classmethod
    def from_value(cls, value: Any) -> Any:
        """Reads the form of the API."""
        made = cls.__new__(cls)
        made.value = value
        return made

    def _read(self) -> Optional[dt.datetime]:
        raise NotImplementedError

    def __repr__(self) -> str:
        return str(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return bool(self.value == other.value)

    def __hash__(self) -> int:
        return hash(self.value)

    def __getstate__(self) -> Any:
        return self.value

    def __setstate__(self, state: Any) -> None:
        self.value = state

    def __reduce__(self) -> Any:
        return type(self).from_value, (self.value,)


class HttpDateTime(CustomDate):
    """A date and time as HTTP headers have it."""

    __slots__ = ()

    @classmethod
    def from_datetime(cls, date_time: dt.datetime) -> str:
        """Returns a date and time as in ``Sun, 06 Nov 1994 08:49:37 GMT``."""
        return format_datetime(date_time.astimezone(dt.timezone.utc), usegmt=True)

    def _read(self) -> Optional[dt.datetime]:
        try:
            return parsedate_to_datetime(self.value)
        except (TypeError, ValueError):
            return None


class UnixDateTime(CustomDate):
    """A date and time in seconds since 1970."""

    __slots__ = ()

    @classmethod
    def from_datetime(cls, date_time: dt.datetime) -> int:
        """Returns the seconds since 1970."""
        return calendar.timegm(date_time.utctimetuple())

    def _read(self) -> Optional[dt.datetime]:
        try:
            return dt.datetime.fromtimestamp(float(self.value), dt.timezone.utc).replace(tzinfo=None)
        except (TypeError, ValueError, OverflowError, OSError):
            return None


class RFC3339DateTime(CustomDate):
    """A date and time as the API has it.

    Providers send ``2021-07-15T14:46:41.375Z``, ``2019-09-16T00:00:00.000+0000`` and ``2021-08-09``. ``datetime`` has the zone that
    the text has; a text without an offset has none, and a date alone is its first moment.
    """

    __slots__ = ()

    @classmethod
    def from_datetime(cls, date_time: dt.datetime) -> str:
        """Returns a date and time in ISO 8601, UTC as ``Z``."""
        return date_time.isoformat().replace("+00:00", "Z")

    def _read(self) -> Optional[dt.datetime]:
        return read_datetime(self.value) if isinstance(self.value, str) else None


class WrittenDate(dt.date):
    """A date that came with more than a date, such as a time; ``value`` is the whole text."""

    value: str
    """The text as it came."""

    def __new__(cls, year: int, month: int, day: int, value: str) -> WrittenDate:
        made = super().__new__(cls, year, month, day)
        made.value = value
        return made

    def __reduce__(self) -> Any:
        return type(self), (self.year, self.month, self.day, self.value)


