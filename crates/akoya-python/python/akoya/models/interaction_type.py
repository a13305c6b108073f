"""``akoyaapisv240.models.interaction_type`` by its later name."""

from akoyaapisv240.models.interaction_type import *
