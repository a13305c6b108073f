"""``akoyaapisv240.models.annuity_account`` by its later name."""

from akoyaapisv240.models.annuity_account import *
