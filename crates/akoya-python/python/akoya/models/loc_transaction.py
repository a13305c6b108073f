"""``akoyaapisv240.models.loc_transaction`` by its later name."""

from akoyaapisv240.models.loc_transaction import *
