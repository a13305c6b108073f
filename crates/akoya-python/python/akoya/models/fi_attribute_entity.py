"""``akoyaapisv240.models.fi_attribute_entity`` by its later name."""

from akoyaapisv240.models.fi_attribute_entity import *
