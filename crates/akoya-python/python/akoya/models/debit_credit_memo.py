"""``akoyaapisv240.models.debit_credit_memo`` by its later name."""

from akoyaapisv240.models.debit_credit_memo import *
