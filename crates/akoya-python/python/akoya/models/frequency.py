"""``akoyaapisv240.models.frequency`` by its later name."""

from akoyaapisv240.models.frequency import *
