"""What is logged of requests and responses. Never a token, a secret, or the body of a token request."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from akoyaapisv240.logging import configuration as configuration
    from akoyaapisv240.logging import sdk_logger as sdk_logger

__all__ = ["configuration", "sdk_logger"]
