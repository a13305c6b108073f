"""Who sees requests and responses: a program's callback, and its log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akoyaapisv240.http.headers import Headers
from akoyaapisv240.http.http_request import HttpRequest
from akoyaapisv240.http.http_response import HttpResponse

if TYPE_CHECKING:
    from akoyaapisv240.http.http_call_back import HttpCallBack
    from akoyaapisv240.logging.configuration.api_logging_configuration import LoggingConfiguration

Pairs = list[tuple[str, str]]


class Observer:
    """What the core reports of each attempt."""

    def __init__(self, call_back: HttpCallBack | None, logging: LoggingConfiguration | None) -> None:
        self._call_back = call_back
        self._logging = logging

    def before(self, method: str, url: str, headers: Pairs, is_secret: bool) -> Pairs:
        """Before a request is sent. Returns the headers that were set."""
        request = HttpRequest(method, url, dict(headers))
        if self._call_back is not None:
            self._call_back.on_before_request(request)
        if self._logging is not None:
            self._logging._log_request(request)
        return [(name, value) for name, value in request.headers.items() if (name, value) not in headers]

    def after(
        self,
        sent: tuple[str, str, Pairs, bool],
        received: tuple[int, str, Pairs, bytes | None],
    ) -> None:
        """After a response came. That of the identity provider has no text: it holds tokens."""
        method, url, headers, _ = sent
        status, reason, response_headers, content = received
        text = "" if content is None else content.decode("utf-8", "replace")
        request = HttpRequest(method, url, dict(headers))
        response = HttpResponse(status, reason, Headers(dict(response_headers)), text, request)
        if self._logging is not None:
            self._logging._log_response(response)
        if self._call_back is not None:
            self._call_back.on_after_response(response)


def observer(call_back: HttpCallBack | None, logging: LoggingConfiguration | None) -> Observer | None:
    """Returns who sees requests, if anybody does."""
    return Observer(call_back, logging) if call_back is not None or logging is not None else None
