"""``akoyaapisv240.models.loan_account`` by its later name."""

from akoyaapisv240.models.loan_account import *
