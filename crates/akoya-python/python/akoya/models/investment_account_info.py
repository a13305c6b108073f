"""``akoyaapisv240.models.investment_account_info`` by its later name."""

from akoyaapisv240.models.investment_account_info import *
