"""`HoldingType`."""

from akoyaapisv240.models import HoldingType as HoldingType
