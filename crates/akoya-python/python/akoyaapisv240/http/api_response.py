"""What an operation returns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from akoyaapisv240.http.http_request import HttpRequest
from akoyaapisv240.http.http_response import HttpResponse

T = TypeVar("T")


class ApiResponse(Generic[T]):
    """A response with its body as an object: ``body``, and beside it what came over the wire."""

    def __init__(self, http_response: HttpResponse, body: T = None, errors: Any = None) -> None:  # type: ignore[assignment]
        self._response = http_response
        self.body = body
        self.errors = errors

    @classmethod
    def create(cls, parent_instance: ApiResponse[T]) -> ApiResponse[T]:
        """Makes a response of another one."""
        return cls(parent_instance._response, parent_instance.body, parent_instance.errors)

    @property
    def status_code(self) -> int:
        """The HTTP status: 206 when some accounts could not be read."""
        return self._response.status_code

    @property
    def reason_phrase(self) -> str | None:
        """The status in words."""
        return self._response.reason_phrase

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers; names are found in any case."""
        return self._response.headers

    @property
    def text(self) -> str | bytes:
        """The body as it came: text, or bytes for a file."""
        return self._response.text

    @property
    def request(self) -> HttpRequest | None:
        """The request, without the bearer."""
        return self._response.request

    @property
    def interaction_id(self) -> str | None:
        """``x-akoya-interaction-id``: Akoya's support asks for it."""
        return self.headers.get("x-akoya-interaction-id")

    def is_success(self) -> bool:
        """Whether the status says that the operation succeeded, at least in part."""
        return 200 <= self.status_code < 300

    def is_error(self) -> bool:
        """Whether the status says that the operation failed."""
        return 400 <= self.status_code < 600

    def is_partial(self) -> bool:
        """Whether some accounts could not be read; each of them has its ``error`` in the body."""
        return self.status_code == 206

    def __repr__(self) -> str:
        return f"{type(self).__name__}(status_code={self.status_code})"
