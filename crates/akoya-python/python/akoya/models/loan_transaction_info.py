"""``akoyaapisv240.models.loan_transaction_info`` by its later name."""

from akoyaapisv240.models.loan_transaction_info import *
