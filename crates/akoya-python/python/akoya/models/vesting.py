"""``akoyaapisv240.models.vesting`` by its later name."""

from akoyaapisv240.models.vesting import *
