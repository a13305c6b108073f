"""``akoyaapisv240.models.investment_transaction_info`` by its later name."""

from akoyaapisv240.models.investment_transaction_info import *
