"""``akoyaapisv240.models.paginated_array`` by its later name."""

from akoyaapisv240.models.paginated_array import *
