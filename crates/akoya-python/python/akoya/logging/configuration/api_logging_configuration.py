"""``akoyaapisv240.logging.configuration.api_logging_configuration`` by its later name."""

from akoyaapisv240.logging.configuration.api_logging_configuration import *
