"""``akoyaapisv240.models.loc_transaction_info`` by its later name."""

from akoyaapisv240.models.loc_transaction_info import *
