"""``akoyaapisv240.models.loan_balance`` by its later name."""

from akoyaapisv240.models.loan_balance import *
