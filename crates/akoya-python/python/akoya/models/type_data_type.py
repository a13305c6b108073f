"""``akoyaapisv240.models.type_data_type`` by its later name."""

from akoyaapisv240.models.type_data_type import *
