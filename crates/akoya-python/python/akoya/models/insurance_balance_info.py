"""``akoyaapisv240.models.insurance_balance_info`` by its later name."""

from akoyaapisv240.models.insurance_balance_info import *
