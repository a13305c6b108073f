"""``akoyaapisv240.models.business_name`` by its later name."""

from akoyaapisv240.models.business_name import *
