"""``akoyaapisv240.models.loan_balances`` by its later name."""

from akoyaapisv240.models.loan_balances import *
