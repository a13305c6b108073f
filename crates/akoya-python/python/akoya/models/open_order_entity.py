"""``akoyaapisv240.models.open_order_entity`` by its later name."""

from akoyaapisv240.models.open_order_entity import *
