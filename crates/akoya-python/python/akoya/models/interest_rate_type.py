"""``akoyaapisv240.models.interest_rate_type`` by its later name."""

from akoyaapisv240.models.interest_rate_type import *
