"""``akoyaapisv240.models.deposit_transaction_info`` by its later name."""

from akoyaapisv240.models.deposit_transaction_info import *
