"""``akoyaapisv240.models.deposit_balance`` by its later name."""

from akoyaapisv240.models.deposit_balance import *
