"""`FiAssetClassItem`."""

from akoyaapisv240.models import FiAssetClassItem as FiAssetClassItem
