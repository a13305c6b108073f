"""An error of the identity provider."""

from __future__ import annotations

from typing import Any

from akoyaapisv240.exceptions.api_exception import ApiException
from akoyaapisv240.http.http_response import HttpResponse


class OauthProviderException(ApiException):
    """The identity provider refused. Its fields are there whatever came; what did not come is ``None``."""

    kind = "oauth_provider"
    error: str | None = None
    error_description: str | None = None
    error_uri: str | None = None

    def __init__(self, reason: str, response: HttpResponse | None) -> None:
        super().__init__(reason, response)
        self.unbox(self._dictionary())

    def unbox(self, dictionary: dict[str, Any]) -> None:
        """Takes the fields from an error as RFC 6749 section 5.2 writes it."""
        self.error = dictionary.get("error")
        self.error_description = dictionary.get("error_description")
        self.error_uri = dictionary.get("error_uri")
