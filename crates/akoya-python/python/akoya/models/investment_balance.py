"""``akoyaapisv240.models.investment_balance`` by its later name."""

from akoyaapisv240.models.investment_balance import *
