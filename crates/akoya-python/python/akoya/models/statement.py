"""``akoyaapisv240.models.statement`` by its later name."""

from akoyaapisv240.models.statement import *
