"""``akoyaapisv240.models.transaction`` by its later name."""

from akoyaapisv240.models.transaction import *
