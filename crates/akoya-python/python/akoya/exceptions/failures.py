"""``akoyaapisv240.exceptions.failures`` by its later name."""

from akoyaapisv240.exceptions.failures import *
