"""``akoyaapisv240.models.tax`` by its later name."""

from akoyaapisv240.models.tax import *
