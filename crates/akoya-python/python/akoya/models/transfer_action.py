"""``akoyaapisv240.models.transfer_action`` by its later name."""

from akoyaapisv240.models.transfer_action import *
