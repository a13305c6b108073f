"""``akoyaapisv240.models.insurance_account`` by its later name."""

from akoyaapisv240.models.insurance_account import *
