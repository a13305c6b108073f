"""``akoyaapisv240.models.fi_asset_class_item`` by its later name."""

from akoyaapisv240.models.fi_asset_class_item import *
