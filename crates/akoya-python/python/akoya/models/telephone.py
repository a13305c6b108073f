"""``akoyaapisv240.models.telephone`` by its later name."""

from akoyaapisv240.models.telephone import *
