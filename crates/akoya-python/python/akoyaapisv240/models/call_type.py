"""`CallType`."""

from akoyaapisv240.models import CallType as CallType
