"""``akoyaapisv240.models.deposit_balance_info`` by its later name."""

from akoyaapisv240.models.deposit_balance_info import *
