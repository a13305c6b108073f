"""`TypeDataType`."""

from akoyaapisv240.models import TypeDataType as TypeDataType
