"""``akoyaapisv240.models.insurance_transaction`` by its later name."""

from akoyaapisv240.models.insurance_transaction import *
