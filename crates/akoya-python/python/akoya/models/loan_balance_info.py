"""``akoyaapisv240.models.loan_balance_info`` by its later name."""

from akoyaapisv240.models.loan_balance_info import *
