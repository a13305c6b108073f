"""``akoyaapisv240.utilities`` by its later name."""

from akoyaapisv240.utilities import *
