"""``akoyaapisv240.utilities.pagination.paged_response`` by its later name."""

from akoyaapisv240.utilities.pagination.paged_response import *
