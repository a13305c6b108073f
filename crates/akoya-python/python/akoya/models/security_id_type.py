"""``akoyaapisv240.models.security_id_type`` by its later name."""

from akoyaapisv240.models.security_id_type import *
