"""``akoyaapisv240.models.line_of_credit_balances`` by its later name."""

from akoyaapisv240.models.line_of_credit_balances import *
