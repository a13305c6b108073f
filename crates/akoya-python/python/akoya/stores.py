"""``akoyaapisv240.stores`` by its later name."""

from akoyaapisv240.stores import *
