"""``akoyaapisv240.models.month_and_amount`` by its later name."""

from akoyaapisv240.models.month_and_amount import *
