"""`PhoneType`."""

from akoyaapisv240.models import PhoneType as PhoneType
