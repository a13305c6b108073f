"""`TransationStatus`."""

from akoyaapisv240.models import TransationStatus as TransationStatus
