"""``akoyaapisv240.models.asset_class_item`` by its later name."""

from akoyaapisv240.models.asset_class_item import *
