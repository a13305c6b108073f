"""``akoyaapisv240.models.phone_type`` by its later name."""

from akoyaapisv240.models.phone_type import *
