"""``akoyaapisv240.logging.configuration`` by its later name."""

from akoyaapisv240.logging.configuration import *
