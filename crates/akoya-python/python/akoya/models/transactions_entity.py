"""``akoyaapisv240.models.transactions_entity`` by its later name."""

from akoyaapisv240.models.transactions_entity import *
