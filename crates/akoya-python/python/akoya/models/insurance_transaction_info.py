"""``akoyaapisv240.models.insurance_transaction_info`` by its later name."""

from akoyaapisv240.models.insurance_transaction_info import *
