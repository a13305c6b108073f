"""A list that is read as it is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from akoyaapisv240.utilities.pagination.paged_response import LinkPagedResponse
    from akoyaapisv240.utilities.pagination.paginated_data import PaginatedData

T = TypeVar("T")


class PagedIterable(Iterable[T], Generic[T]):
    """The items of a list, page after page; ``pages()`` gives the pages. One page is in memory.

    Each ``iter()`` reads from the beginning. An iterator can be gone on with after an exception: no item is lost or given twice.
    """

    def __init__(self, paginated_data: PaginatedData) -> None:
        self._data = paginated_data

    def __iter__(self) -> Iterator[T]:
        return iter(self._data)

    def pages(self) -> Iterator[LinkPagedResponse]:
        """The pages, one after the other."""
        return self._data.pages()
