"""``akoyaapisv240.models.balances_accounts`` by its later name."""

from akoyaapisv240.models.balances_accounts import *
