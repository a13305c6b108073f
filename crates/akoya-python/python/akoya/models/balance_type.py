"""``akoyaapisv240.models.balance_type`` by its later name."""

from akoyaapisv240.models.balance_type import *
