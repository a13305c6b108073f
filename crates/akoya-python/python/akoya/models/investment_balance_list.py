"""``akoyaapisv240.models.investment_balance_list`` by its later name."""

from akoyaapisv240.models.investment_balance_list import *
