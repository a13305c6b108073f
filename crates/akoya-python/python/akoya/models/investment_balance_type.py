"""``akoyaapisv240.models.investment_balance_type`` by its later name."""

from akoyaapisv240.models.investment_balance_type import *
