"""``akoyaapisv240.models.deposit_transaction`` by its later name."""

from akoyaapisv240.models.deposit_transaction import *
