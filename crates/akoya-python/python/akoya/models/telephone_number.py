"""``akoyaapisv240.models.telephone_number`` by its later name."""

from akoyaapisv240.models.telephone_number import *
