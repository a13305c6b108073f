"""``akoyaapisv240.models.line_item`` by its later name."""

from akoyaapisv240.models.line_item import *
