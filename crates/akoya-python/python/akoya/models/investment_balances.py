"""``akoyaapisv240.models.investment_balances`` by its later name."""

from akoyaapisv240.models.investment_balances import *
