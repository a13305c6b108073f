"""``akoyaapisv240.models.debt_class`` by its later name."""

from akoyaapisv240.models.debt_class import *
