"""`DigitalAssetDetail`."""

from akoyaapisv240.models import DigitalAssetDetail as DigitalAssetDetail
