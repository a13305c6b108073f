"""``akoyaapisv240.models.telephone_number_type`` by its later name."""

from akoyaapisv240.models.telephone_number_type import *
