"""`SecurityType`."""

from akoyaapisv240.models import SecurityType as SecurityType
