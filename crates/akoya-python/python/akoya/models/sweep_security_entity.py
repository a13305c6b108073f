"""``akoyaapisv240.models.sweep_security_entity`` by its later name."""

from akoyaapisv240.models.sweep_security_entity import *
