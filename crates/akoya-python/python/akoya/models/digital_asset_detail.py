"""``akoyaapisv240.models.digital_asset_detail`` by its later name."""

from akoyaapisv240.models.digital_asset_detail import *
