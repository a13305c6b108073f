"""``akoyaapisv240.models.investment_transaction`` by its later name."""

from akoyaapisv240.models.investment_transaction import *
