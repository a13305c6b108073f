"""``akoyaapisv240.models.annuity_balances`` by its later name."""

from akoyaapisv240.models.annuity_balances import *
