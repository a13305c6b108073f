"""``akoyaapisv240.models.content_type`` by its later name."""

from akoyaapisv240.models.content_type import *
