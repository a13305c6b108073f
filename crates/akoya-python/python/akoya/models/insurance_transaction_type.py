"""``akoyaapisv240.models.insurance_transaction_type`` by its later name."""

from akoyaapisv240.models.insurance_transaction_type import *
