"""``akoyaapisv240.models.version`` by its later name."""

from akoyaapisv240.models.version import *
