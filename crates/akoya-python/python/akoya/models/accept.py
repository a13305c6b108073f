"""``akoyaapisv240.models.accept`` by its later name."""

from akoyaapisv240.models.accept import *
