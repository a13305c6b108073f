"""``akoyaapisv240.models.income_type`` by its later name."""

from akoyaapisv240.models.income_type import *
