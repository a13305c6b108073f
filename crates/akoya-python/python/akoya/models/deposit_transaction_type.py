"""``akoyaapisv240.models.deposit_transaction_type`` by its later name."""

from akoyaapisv240.models.deposit_transaction_type import *
