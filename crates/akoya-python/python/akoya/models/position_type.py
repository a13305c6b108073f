"""``akoyaapisv240.models.position_type`` by its later name."""

from akoyaapisv240.models.position_type import *
