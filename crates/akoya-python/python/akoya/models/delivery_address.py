"""``akoyaapisv240.models.delivery_address`` by its later name."""

from akoyaapisv240.models.delivery_address import *
