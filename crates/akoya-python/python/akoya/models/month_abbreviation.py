"""``akoyaapisv240.models.month_abbreviation`` by its later name."""

from akoyaapisv240.models.month_abbreviation import *
