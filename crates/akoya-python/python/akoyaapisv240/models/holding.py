"""`Holding`."""

from akoyaapisv240.models import Holding as Holding
