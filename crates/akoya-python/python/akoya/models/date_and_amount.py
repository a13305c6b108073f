"""``akoyaapisv240.models.date_and_amount`` by its later name."""

from akoyaapisv240.models.date_and_amount import *
