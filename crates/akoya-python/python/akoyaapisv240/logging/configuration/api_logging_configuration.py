"""What is logged of requests and responses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from akoyaapisv240._cloning import changes
from akoyaapisv240.http.http_request import HttpRequest
from akoyaapisv240.http.http_response import HttpResponse
from akoyaapisv240.logging.sdk_logger import AbstractLogger, StandardLogger

_MASK = "**Redacted**"

#: As ``logging`` has it, which is slow to load for a program that logs nothing.
_INFO = 20

#: Headers that hold no secret; the values of others are masked.
_HARMLESS = {
    "accept",
    "accept-encoding",
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "retry-after",
    "server",
    "transfer-encoding",
    "user-agent",
    "x-akoya-interaction-id",
    "x-akoya-interaction-type",
}


class _Part:
    """What is logged of a request or of a response."""

    def __init__(
        self,
        log_body: bool,
        log_headers: bool,
        headers_to_include: Sequence[str] | None,
        headers_to_exclude: Sequence[str] | None,
        headers_to_unmask: Sequence[str] | None,
    ) -> None:
        self.log_body = bool(log_body)
        self.log_headers = bool(log_headers)
        self.headers_to_include = [name.lower() for name in headers_to_include or ()]
        self.headers_to_exclude = [name.lower() for name in headers_to_exclude or ()]
        self.headers_to_unmask = [name.lower() for name in headers_to_unmask or ()]

    def headers(self, headers: Mapping[str, str], mask: bool) -> dict[str, str]:
        """The headers to be logged."""
        shown = {}
        for name, value in headers.items():
            lower = name.lower()
            wanted = lower in self.headers_to_include if self.headers_to_include else lower not in self.headers_to_exclude
            if wanted:
                clear = not mask or lower in _HARMLESS or lower in self.headers_to_unmask
                shown[name] = value if clear else _MASK
        return shown


class RequestLoggingConfiguration(_Part):
    """What is logged of a request. ``include_query_in_path`` shows the query of its URL."""

    def __init__(
        self,
        log_body: bool = False,
        log_headers: bool = False,
        headers_to_include: Sequence[str] | None = None,
        headers_to_exclude: Sequence[str] | None = None,
        headers_to_unmask: Sequence[str] | None = None,
        include_query_in_path: bool = False,
    ) -> None:
        super().__init__(log_body, log_headers, headers_to_include, headers_to_exclude, headers_to_unmask)
        self.include_query_in_path = bool(include_query_in_path)

    @changes
    def clone_with(
        self,
        log_body: bool | None = None,
        log_headers: bool | None = None,
        headers_to_include: Sequence[str] | None = None,
        headers_to_exclude: Sequence[str] | None = None,
        headers_to_unmask: Sequence[str] | None = None,
        include_query_in_path: bool = False,
    ) -> RequestLoggingConfiguration:
        """Returns the same settings with those that are given."""
        raise NotImplementedError  # `changes` does it.


class ResponseLoggingConfiguration(_Part):
    """What is logged of a response."""

    def __init__(
        self,
        log_body: bool = False,
        log_headers: bool = False,
        headers_to_include: Sequence[str] | None = None,
        headers_to_exclude: Sequence[str] | None = None,
        headers_to_unmask: Sequence[str] | None = None,
    ) -> None:
        super().__init__(log_body, log_headers, headers_to_include, headers_to_exclude, headers_to_unmask)

    @changes
    def clone_with(
        self,
        log_body: bool | None = None,
        log_headers: bool | None = None,
        headers_to_include: Sequence[str] | None = None,
        headers_to_exclude: Sequence[str] | None = None,
        headers_to_unmask: Sequence[str] | None = None,
    ) -> ResponseLoggingConfiguration:
        """Returns the same settings with those that are given."""
        raise NotImplementedError  # `changes` does it.


class LoggingConfiguration:
    """What is logged, where, and at which level. The bearer, and the bodies of token requests and responses, never are."""

    def __init__(
        self,
        logger: AbstractLogger | None = None,
        log_level: int | None = None,
        mask_sensitive_headers: bool = True,
        request_logging_config: RequestLoggingConfiguration | None = None,
        response_logging_config: ResponseLoggingConfiguration | None = None,
    ) -> None:
        self.logger = logger or StandardLogger()
        self.log_level = _INFO if log_level is None else log_level
        self.mask_sensitive_headers = bool(mask_sensitive_headers)
        self.request_logging_config = request_logging_config or RequestLoggingConfiguration()
        self.response_logging_config = response_logging_config or ResponseLoggingConfiguration()

    @changes
    def clone_with(
        self,
        logger: AbstractLogger | None = None,
        log_level: int | None = None,
        mask_sensitive_headers: bool | None = None,
        request_logging_config: RequestLoggingConfiguration | None = None,
        response_logging_config: ResponseLoggingConfiguration | None = None,
    ) -> LoggingConfiguration:
        """Returns the same settings with those that are given."""
        raise NotImplementedError  # `changes` does it.

    def _log_request(self, request: HttpRequest) -> None:
        part = self.request_logging_config
        url = request.query_url
        shown = url if part.include_query_in_path else url.partition("?")[0]
        entry = {
            "method": request.http_method,
            "url": shown,
            "content_type": request.headers.get("content-type", ""),
        }
        self.logger.log(self.log_level, "Request %(method)s %(url)s %(content_type)s", entry)
        if part.log_headers:
            headers = part.headers(request.headers, self.mask_sensitive_headers)
            self.logger.log(self.log_level, "Request headers %(headers)s", {"headers": headers})

    def _log_response(self, response: HttpResponse) -> None:
        part = self.response_logging_config
        entry = {
            "status_code": response.status_code,
            "content_length": response.headers.get("content-length", ""),
            "content_type": response.headers.get("content-type", ""),
        }
        self.logger.log(self.log_level, "Response %(status_code)s %(content_length)s %(content_type)s", entry)
        if part.log_headers:
            headers = part.headers(response.headers, self.mask_sensitive_headers)
            self.logger.log(self.log_level, "Response headers %(headers)s", {"headers": headers})
        if part.log_body and response.text:
            self.logger.log(self.log_level, "Response body %(body)s", {"body": response.text})
