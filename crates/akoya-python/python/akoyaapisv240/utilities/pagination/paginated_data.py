"""How a list is read page by page. The way from page to page is the core's: links are followed as given, to the API alone, and lists that go
round in a circle end with an error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from akoyaapisv240.controllers.base_controller import document
from akoyaapisv240.http.http_response import of_exchange
from akoyaapisv240.utilities.pagination.paged_response import LinkPagedResponse

if TYPE_CHECKING:
    from akoyaapisv240._akoya import Exchange, Pages
    from akoyaapisv240._session import Session


class PaginatedData:
    """A list about to be read: each iterator begins at its beginning."""

    def __init__(
        self,
        session: Session,
        operation: str,
        path: list[str],
        options: dict[str, Any],
        class_name: str,
        field: str,
    ) -> None:
        self._session = session
        self._operation = operation
        self._path = path
        self._options = options
        self._class_name = class_name
        self._field = field

    def reading(self, pages: Pages | None) -> Pages:
        """What is being read, or else its beginning, from which nothing is sent yet."""
        core = self._session.at_work()
        return pages or core.pages(self._operation, self._path, self._options)

    def page(self, read: tuple[Exchange, list[int]]) -> LinkPagedResponse:
        """Makes the page of what the core has read. Items that the page before had too are left out."""
        exchange, left_out = read
        received = of_exchange(exchange)
        body = document(self._class_name, exchange, received)

        def items(body: Any) -> list[Any]:
            found = getattr(body, self._field, None)
            if not isinstance(found, list):
                return []
            return [item for at, item in enumerate(found) if at not in left_out] if left_out else found

        return LinkPagedResponse(received, None, body, items, _next_link(body))

    def pages(self) -> PageIterator:
        """The pages, one after the other."""
        return PageIterator(self)

    def __iter__(self) -> ItemIterator:
        return ItemIterator(self)


def _next_link(body: Any) -> str | None:
    following = getattr(getattr(body, "links", None), "next", None)
    href = getattr(following, "href", None)
    return href if isinstance(href, str) else None


class PageIterator(Iterator[LinkPagedResponse]):
    """The pages of a list. After an exception the same page is asked for again by the next ``next``."""

    def __init__(self, data: PaginatedData) -> None:
        self._data = data
        self._pages: Pages | None = None

    def __iter__(self) -> PageIterator:
        return self

    def __next__(self) -> LinkPagedResponse:
        self._pages = self._data.reading(self._pages)
        read = self._pages.next(False)
        if read is None:
            raise StopIteration
        return self._data.page(read)


class ItemIterator(Iterator[Any]):
    """The items of a list. After an exception the reading continues where it was."""

    def __init__(self, data: PaginatedData) -> None:
        self._pages = PageIterator(data)
        self._items: Iterator[Any] = iter(())

    def __iter__(self) -> ItemIterator:
        return self

    def __next__(self) -> Any:
        while True:
            for item in self._items:
                return item
            self._items = next(self._pages).items()
