"""Requests and responses, as programs see them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from akoyaapisv240.http import api_response as api_response
    from akoyaapisv240.http import auth as auth
    from akoyaapisv240.http import http_call_back as http_call_back
    from akoyaapisv240.http import http_method_enum as http_method_enum
    from akoyaapisv240.http import http_request as http_request
    from akoyaapisv240.http import http_response as http_response

__all__ = [
    "api_response",
    "auth",
    "http_call_back",
    "http_method_enum",
    "http_request",
    "http_response",
]
