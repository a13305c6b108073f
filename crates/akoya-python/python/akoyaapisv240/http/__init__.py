"""Requests and responses, as programs see them."""

__all__ = [
    "api_response",
    "auth",
    "http_call_back",
    "http_method_enum",
    "http_request",
    "http_response",
]
