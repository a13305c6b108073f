"""``akoyaapisv240.logging`` by its later name."""

from akoyaapisv240.logging import *
