"""``akoyaapisv240.streaming`` by its later name."""

from akoyaapisv240.streaming import *
