"""``akoyaapisv240.models.secured`` by its later name."""

from akoyaapisv240.models.secured import *
