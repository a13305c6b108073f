"""``akoyaapisv240.models.description_and_amount`` by its later name."""

from akoyaapisv240.models.description_and_amount import *
