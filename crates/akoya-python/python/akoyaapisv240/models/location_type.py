"""`LocationType`."""

from akoyaapisv240.models import LocationType as LocationType
