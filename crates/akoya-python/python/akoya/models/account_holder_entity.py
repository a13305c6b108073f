"""``akoyaapisv240.models.account_holder_entity`` by its later name."""

from akoyaapisv240.models.account_holder_entity import *
