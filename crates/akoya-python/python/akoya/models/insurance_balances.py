"""``akoyaapisv240.models.insurance_balances`` by its later name."""

from akoyaapisv240.models.insurance_balances import *
