"""``akoyaapisv240.models.name`` by its later name."""

from akoyaapisv240.models.name import *
