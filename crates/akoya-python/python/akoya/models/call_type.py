"""``akoyaapisv240.models.call_type`` by its later name."""

from akoyaapisv240.models.call_type import *
