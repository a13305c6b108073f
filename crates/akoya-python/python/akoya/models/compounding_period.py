"""``akoyaapisv240.models.compounding_period`` by its later name."""

from akoyaapisv240.models.compounding_period import *
