"""`InterestRateType`."""

from akoyaapisv240.models import InterestRateType as InterestRateType
