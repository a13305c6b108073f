"""``akoyaapisv240.models.loc_balance`` by its later name."""

from akoyaapisv240.models.loc_balance import *
