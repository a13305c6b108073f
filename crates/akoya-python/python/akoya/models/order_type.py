"""``akoyaapisv240.models.order_type`` by its later name."""

from akoyaapisv240.models.order_type import *
