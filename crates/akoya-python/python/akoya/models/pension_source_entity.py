"""``akoyaapisv240.models.pension_source_entity`` by its later name."""

from akoyaapisv240.models.pension_source_entity import *
