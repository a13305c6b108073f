"""``akoyaapisv240.models.name_and_address`` by its later name."""

from akoyaapisv240.models.name_and_address import *
