"""``akoyaapisv240.models.investment_balance_info`` by its later name."""

from akoyaapisv240.models.investment_balance_info import *
