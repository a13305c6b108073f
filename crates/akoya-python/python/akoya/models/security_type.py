"""``akoyaapisv240.models.security_type`` by its later name."""

from akoyaapisv240.models.security_type import *
