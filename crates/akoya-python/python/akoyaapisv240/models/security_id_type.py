"""`SecurityIdType`."""

from akoyaapisv240.models import SecurityIdType as SecurityIdType
