"""``akoyaapisv240.models.option_type`` by its later name."""

from akoyaapisv240.models.option_type import *
