"""Tools."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from akoyaapisv240.utilities import file_wrapper as file_wrapper
    from akoyaapisv240.utilities import pagination as pagination
    from akoyaapisv240.utilities import union_type_lookup as union_type_lookup

__all__ = ["file_wrapper", "pagination", "union_type_lookup"]
