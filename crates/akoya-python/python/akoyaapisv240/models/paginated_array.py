"""`PaginatedArray`."""

from akoyaapisv240.models import PaginatedArray as PaginatedArray
