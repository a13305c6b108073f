"""``akoyaapisv240.logging.sdk_logger`` by its later name."""

from akoyaapisv240.logging.sdk_logger import *
