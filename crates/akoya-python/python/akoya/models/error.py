"""``akoyaapisv240.models.error`` by its later name."""

from akoyaapisv240.models.error import *
