"""`PensionSourceEntity`."""

from akoyaapisv240.models import PensionSourceEntity as PensionSourceEntity
