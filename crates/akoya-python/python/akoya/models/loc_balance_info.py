"""``akoyaapisv240.models.loc_balance_info`` by its later name."""

from akoyaapisv240.models.loc_balance_info import *
