"""``akoyaapisv240.models.annunity_value_basis`` by its later name."""

from akoyaapisv240.models.annunity_value_basis import *
