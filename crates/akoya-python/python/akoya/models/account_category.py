"""``akoyaapisv240.models.account_category`` by its later name."""

from akoyaapisv240.models.account_category import *
