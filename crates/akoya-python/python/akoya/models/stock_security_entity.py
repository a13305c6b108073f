"""``akoyaapisv240.models.stock_security_entity`` by its later name."""

from akoyaapisv240.models.stock_security_entity import *
