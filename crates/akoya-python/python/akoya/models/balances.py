"""``akoyaapisv240.models.balances`` by its later name."""

from akoyaapisv240.models.balances import *
