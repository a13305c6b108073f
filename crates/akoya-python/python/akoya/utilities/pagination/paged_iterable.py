"""``akoyaapisv240.utilities.pagination.paged_iterable`` by its later name."""

from akoyaapisv240.utilities.pagination.paged_iterable import *
