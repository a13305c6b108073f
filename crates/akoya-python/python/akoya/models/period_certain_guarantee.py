"""``akoyaapisv240.models.period_certain_guarantee`` by its later name."""

from akoyaapisv240.models.period_certain_guarantee import *
