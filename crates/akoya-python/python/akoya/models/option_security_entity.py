"""``akoyaapisv240.models.option_security_entity`` by its later name."""

from akoyaapisv240.models.option_security_entity import *
