"""``akoyaapisv240.models.insurance_balance`` by its later name."""

from akoyaapisv240.models.insurance_balance import *
