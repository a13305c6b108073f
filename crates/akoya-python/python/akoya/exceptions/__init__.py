"""``akoyaapisv240.exceptions`` by its later name."""

from akoyaapisv240.exceptions import *
