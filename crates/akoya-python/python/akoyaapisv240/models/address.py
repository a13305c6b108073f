"""`Address`."""

from akoyaapisv240.models import Address as Address
