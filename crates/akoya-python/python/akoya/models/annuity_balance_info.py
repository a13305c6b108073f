"""``akoyaapisv240.models.annuity_balance_info`` by its later name."""

from akoyaapisv240.models.annuity_balance_info import *
