"""``akoyaapisv240.models.holding`` by its later name."""

from akoyaapisv240.models.holding import *
