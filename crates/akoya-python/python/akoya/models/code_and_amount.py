"""``akoyaapisv240.models.code_and_amount`` by its later name."""

from akoyaapisv240.models.code_and_amount import *
