"""`AssetClass`."""

from akoyaapisv240.models import AssetClass as AssetClass
