"""``akoyaapisv240.models.contribution_entity`` by its later name."""

from akoyaapisv240.models.contribution_entity import *
