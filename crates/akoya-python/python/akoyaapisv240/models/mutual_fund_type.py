"""`MutualFundType`."""

from akoyaapisv240.models import MutualFundType as MutualFundType
