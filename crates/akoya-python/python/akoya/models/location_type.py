"""``akoyaapisv240.models.location_type`` by its later name."""

from akoyaapisv240.models.location_type import *
