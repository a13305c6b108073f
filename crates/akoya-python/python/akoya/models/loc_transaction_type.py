"""``akoyaapisv240.models.loc_transaction_type`` by its later name."""

from akoyaapisv240.models.loc_transaction_type import *
