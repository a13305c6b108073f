"""What can go wrong. Every exception of the package is an ``ApiException``."""

__all__ = [
    "api_exception",
    "error_error_exception",
    "failures",
    "oauth_provider_exception",
]
