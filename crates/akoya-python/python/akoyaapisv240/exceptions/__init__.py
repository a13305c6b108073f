"""What can go wrong. Every exception of the package is an ``ApiException``."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from akoyaapisv240.exceptions import api_exception as api_exception
    from akoyaapisv240.exceptions import error_error_exception as error_error_exception
    from akoyaapisv240.exceptions import failures as failures
    from akoyaapisv240.exceptions import oauth_provider_exception as oauth_provider_exception

__all__ = [
    "api_exception",
    "error_error_exception",
    "failures",
    "oauth_provider_exception",
]
