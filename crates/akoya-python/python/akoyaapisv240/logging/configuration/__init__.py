"""What is logged."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from akoyaapisv240.logging.configuration import api_logging_configuration as api_logging_configuration

__all__ = ["api_logging_configuration"]
