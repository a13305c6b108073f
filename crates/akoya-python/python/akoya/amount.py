"""``akoyaapisv240.amount`` by its later name."""

from akoyaapisv240.amount import *
