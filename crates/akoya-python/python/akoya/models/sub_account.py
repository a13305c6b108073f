"""``akoyaapisv240.models.sub_account`` by its later name."""

from akoyaapisv240.models.sub_account import *
