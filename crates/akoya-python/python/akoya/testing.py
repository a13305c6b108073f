"""``akoyaapisv240.testing`` by its later name."""

from akoyaapisv240.testing import *
