"""``akoyaapisv240.models.individual_name`` by its later name."""

from akoyaapisv240.models.individual_name import *
