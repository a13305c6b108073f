"""``akoyaapisv240.models.vesting_entity`` by its later name."""

from akoyaapisv240.models.vesting_entity import *
