"""``akoyaapisv240.models.loan_transaction_type`` by its later name."""

from akoyaapisv240.models.loan_transaction_type import *
