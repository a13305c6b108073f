"""``akoyaapisv240.models.result_type`` by its later name."""

from akoyaapisv240.models.result_type import *
