"""``akoyaapisv240.models.address`` by its later name."""

from akoyaapisv240.models.address import *
