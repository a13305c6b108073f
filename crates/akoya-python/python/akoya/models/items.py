"""``akoyaapisv240.models.items`` by its later name."""

from akoyaapisv240.models.items import *
