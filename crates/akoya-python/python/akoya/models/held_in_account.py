"""``akoyaapisv240.models.held_in_account`` by its later name."""

from akoyaapisv240.models.held_in_account import *
