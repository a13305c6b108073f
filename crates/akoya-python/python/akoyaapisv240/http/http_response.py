"""A response."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from akoyaapisv240.http.headers import Headers
from akoyaapisv240.http.http_request import HttpRequest

if TYPE_CHECKING:
    from akoyaapisv240._akoya import Exchange


class HttpResponse:
    """A response as it came. ``text`` is bytes for a file."""

    def __init__(
        self,
        status_code: int,
        reason_phrase: str | None,
        headers: Mapping[str, str],
        text: str | bytes,
        request: HttpRequest | None,
    ) -> None:
        self.status_code = status_code
        self.reason_phrase = reason_phrase
        self.headers = headers
        self.text = text
        self.request = request

    def __repr__(self) -> str:
        # The text may hold account data.
        return f"HttpResponse(status_code={self.status_code})"


class _Received(HttpResponse):
    """A response whose parts are made when they are asked for: most programs want the body alone."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def __reduce__(self) -> tuple[Any, ...]:
        # What is taken to another process, or copied, is complete.
        return HttpResponse, (self.status_code, self.reason_phrase, self.headers, self.text, self.request)

    def __getattr__(self, name: str) -> object:
        exchange = self.__dict__.get("_exchange")
        if exchange is None:
            raise AttributeError(name)
        if name == "status_code":
            value: object = exchange.status
        elif name == "reason_phrase":
            value = exchange.reason
        elif name == "headers":
            value = Headers(exchange.headers)
        elif name == "text":
            value = _text(exchange)
        elif name == "request":
            value = HttpRequest("GET", exchange.url, exchange.request_headers)
        else:
            raise AttributeError(name)
        self.__dict__[name] = value
        return value


def of_exchange(exchange: Exchange) -> HttpResponse:
    """Makes the response of what went over the wire."""
    return _Received(exchange)


def _text(exchange: Exchange) -> str | bytes:
    return exchange.content if exchange.is_file else exchange.text
