"""`PositionType`."""

from akoyaapisv240.models import PositionType as PositionType
