"""``akoyaapisv240.models.telephone_number_plus_extension`` by its later name."""

from akoyaapisv240.models.telephone_number_plus_extension import *
