"""``akoyaapisv240.models.asset_class`` by its later name."""

from akoyaapisv240.models.asset_class import *
