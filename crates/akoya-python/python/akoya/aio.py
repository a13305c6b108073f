"""``akoyaapisv240.aio`` by its later name."""

from akoyaapisv240.aio import *
