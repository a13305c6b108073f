"""``akoyaapisv240.models.transaction_reason`` by its later name."""

from akoyaapisv240.models.transaction_reason import *
