"""``akoyaapisv240.models.loan_account_info`` by its later name."""

from akoyaapisv240.models.loan_account_info import *
