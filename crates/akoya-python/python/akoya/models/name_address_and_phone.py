"""``akoyaapisv240.models.name_address_and_phone`` by its later name."""

from akoyaapisv240.models.name_address_and_phone import *
