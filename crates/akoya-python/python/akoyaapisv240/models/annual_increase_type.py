"""`AnnualIncreaseType`."""

from akoyaapisv240.models import AnnualIncreaseType as AnnualIncreaseType
