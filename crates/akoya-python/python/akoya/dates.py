"""``akoyaapisv240.dates`` by its later name."""

from akoyaapisv240.dates import *
