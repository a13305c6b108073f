"""``akoyaapisv240.models.address_info`` by its later name."""

from akoyaapisv240.models.address_info import *
