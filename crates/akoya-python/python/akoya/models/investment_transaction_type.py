"""``akoyaapisv240.models.investment_transaction_type`` by its later name."""

from akoyaapisv240.models.investment_transaction_type import *
