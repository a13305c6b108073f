"""``akoyaapisv240.models.loan_transaction`` by its later name."""

from akoyaapisv240.models.loan_transaction import *
