"""``akoyaapisv240.models.deposit_account`` by its later name."""

from akoyaapisv240.models.deposit_account import *
