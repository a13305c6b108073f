"""``akoyaapisv240.models.stock_type`` by its later name."""

from akoyaapisv240.models.stock_type import *
