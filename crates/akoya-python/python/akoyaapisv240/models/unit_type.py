"""`UnitType`."""

from akoyaapisv240.models import UnitType as UnitType
