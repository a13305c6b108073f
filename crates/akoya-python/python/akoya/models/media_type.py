"""``akoyaapisv240.models.media_type`` by its later name."""

from akoyaapisv240.models.media_type import *
