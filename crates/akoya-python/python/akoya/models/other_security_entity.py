"""``akoyaapisv240.models.other_security_entity`` by its later name."""

from akoyaapisv240.models.other_security_entity import *
