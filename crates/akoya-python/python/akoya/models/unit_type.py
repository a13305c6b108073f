"""``akoyaapisv240.models.unit_type`` by its later name."""

from akoyaapisv240.models.unit_type import *
