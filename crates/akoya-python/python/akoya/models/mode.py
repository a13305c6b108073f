"""``akoyaapisv240.models.mode`` by its later name."""

from akoyaapisv240.models.mode import *
