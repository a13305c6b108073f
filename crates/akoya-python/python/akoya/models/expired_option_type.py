"""``akoyaapisv240.models.expired_option_type`` by its later name."""

from akoyaapisv240.models.expired_option_type import *
