"""``akoyaapisv240.models.payment_details`` by its later name."""

from akoyaapisv240.models.payment_details import *
