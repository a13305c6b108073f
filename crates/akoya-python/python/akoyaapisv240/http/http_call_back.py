"""What a program wants to see of requests and responses."""

from __future__ import annotations

from akoyaapisv240.http.http_request import HttpRequest
from akoyaapisv240.http.http_response import HttpResponse


class HttpCallBack:
    """Override what you want to see. Requests to the identity provider are shown without their form, and its responses without their
    text: both hold secrets."""

    def on_before_request(self, request: HttpRequest) -> None:
        """Is called before a request is sent, each attempt for itself. Headers that it sets are sent."""

    def on_after_response(self, http_response: HttpResponse) -> None:
        """Is called after a response came."""
