"""``akoyaapisv240.utilities.union_type_lookup`` by its later name."""

from akoyaapisv240.utilities.union_type_lookup import *
