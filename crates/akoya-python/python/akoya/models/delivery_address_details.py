"""``akoyaapisv240.models.delivery_address_details`` by its later name."""

from akoyaapisv240.models.delivery_address_details import *
