"""An error of the data API."""

from __future__ import annotations

from typing import Any

from akoyaapisv240.exceptions.api_exception import ApiException
from akoyaapisv240.http.http_response import HttpResponse


class ErrorErrorException(ApiException):
    """The data API responded with an error. Its fields are there whatever came; what did not come is ``None``."""

    code: int | str | None = None
    message: str | None = None
    debug_message: str | None = None

    def __init__(self, reason: str, response: HttpResponse | None) -> None:
        super().__init__(reason, response)
        self.unbox(self._dictionary())

    def unbox(self, dictionary: dict[str, Any]) -> None:
        """Takes the fields from an error as the API writes it; one inside of an ``error`` is taken out of it."""
        inner = dictionary.get("error")
        if "code" not in dictionary and isinstance(inner, dict):
            dictionary = inner
        self.code = dictionary.get("code")
        self.message = dictionary.get("message")
        self.debug_message = dictionary.get("debugMessage")
