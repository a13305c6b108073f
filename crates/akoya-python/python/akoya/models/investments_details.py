"""``akoyaapisv240.models.investments_details`` by its later name."""

from akoyaapisv240.models.investments_details import *
