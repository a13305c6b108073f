"""``akoyaapisv240.models.holding_type`` by its later name."""

from akoyaapisv240.models.holding_type import *
