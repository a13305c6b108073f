"""``akoyaapisv240.utilities.pagination.paginated_data`` by its later name."""

from akoyaapisv240.utilities.pagination.paginated_data import *
