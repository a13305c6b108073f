"""``akoyaapisv240.utilities.pagination`` by its later name."""

from akoyaapisv240.utilities.pagination import *
