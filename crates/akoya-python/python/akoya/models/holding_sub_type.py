"""``akoyaapisv240.models.holding_sub_type`` by its later name."""

from akoyaapisv240.models.holding_sub_type import *
