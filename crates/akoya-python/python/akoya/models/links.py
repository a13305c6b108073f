"""``akoyaapisv240.models.links`` by its later name."""

from akoyaapisv240.models.links import *
