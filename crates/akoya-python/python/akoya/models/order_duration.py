"""``akoyaapisv240.models.order_duration`` by its later name."""

from akoyaapisv240.models.order_duration import *
