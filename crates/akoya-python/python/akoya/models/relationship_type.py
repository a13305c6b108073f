"""``akoyaapisv240.models.relationship_type`` by its later name."""

from akoyaapisv240.models.relationship_type import *
