"""``akoyaapisv240.models.investment_account`` by its later name."""

from akoyaapisv240.models.investment_account import *
