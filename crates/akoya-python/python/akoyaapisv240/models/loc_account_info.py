"""`LocAccountInfo`."""

from akoyaapisv240.models import LocAccountInfo as LocAccountInfo
