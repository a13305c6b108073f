"""``akoyaapisv240.models.debt_security_entity`` by its later name."""

from akoyaapisv240.models.debt_security_entity import *
