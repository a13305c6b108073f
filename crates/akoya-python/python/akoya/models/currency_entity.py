"""``akoyaapisv240.models.currency_entity`` by its later name."""

from akoyaapisv240.models.currency_entity import *
