"""``akoyaapisv240.models.transation_status`` by its later name."""

from akoyaapisv240.models.transation_status import *
