"""``akoyaapisv240.models.deposit_account_info`` by its later name."""

from akoyaapisv240.models.deposit_account_info import *
