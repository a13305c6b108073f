"""`AssetClassItem`."""

from akoyaapisv240.models import AssetClassItem as AssetClassItem
