"""``akoyaapisv240.models.debt_type`` by its later name."""

from akoyaapisv240.models.debt_type import *
