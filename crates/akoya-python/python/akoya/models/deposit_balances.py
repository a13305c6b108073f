"""``akoyaapisv240.models.deposit_balances`` by its later name."""

from akoyaapisv240.models.deposit_balances import *
