"""``akoyaapisv240.configuration`` by its later name."""

from akoyaapisv240.configuration import *
