"""`HoldingSubType`."""

from akoyaapisv240.models import HoldingSubType as HoldingSubType
