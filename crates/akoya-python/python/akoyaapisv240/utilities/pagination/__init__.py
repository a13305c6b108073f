"""Lists that come in pages."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from akoyaapisv240.utilities.pagination import paged_iterable as paged_iterable
    from akoyaapisv240.utilities.pagination import paged_response as paged_response
    from akoyaapisv240.utilities.pagination import paginated_data as paginated_data

__all__ = ["paged_iterable", "paged_response", "paginated_data"]
