"""``akoyaapisv240.models.loc_account_info`` by its later name."""

from akoyaapisv240.models.loc_account_info import *
