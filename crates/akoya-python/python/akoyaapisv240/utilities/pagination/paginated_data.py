"""How a list is read page by page. The way from page to page is the core's: links are followed as given, to the API alone, and lists that go
round in a circle end with an error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from akoyaapisv240._akoya import Items
from akoyaapisv240.controllers.base_controller import document
from akoyaapisv240.http.http_response import of_exchange
from akoyaapisv240.utilities.pagination.paged_response import LinkPagedResponse

if TYPE_CHECKING:
    from akoyaapisv240._akoya import Exchange, Pages
    from akoyaapisv240._session import Session


#: The document of a page, and the positions of the items that the page before had too.
ItemsOfPage = tuple[Any, list[int]]


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

    def reading(self, pages: Pages | None, is_awaited: bool) -> Pages:
        """What is being read, or else its beginning, from which nothing is sent yet."""
        core = self._session.in_loop() if is_awaited else self._session.at_work()
        return pages or core.pages(self._operation, self._path, self._options)

    def items(self, more: Callable[[], ItemsOfPage | None]) -> Items:
        """An iterator over items; ``more`` is called for another page of them, and returns ``None`` behind the last."""
        return Items(self._field, more)

    def items_of(self, read: tuple[Exchange, list[int]] | None) -> ItemsOfPage | None:
        """What an iterator over items takes of what the core has read."""
        if read is None:
            return None
        exchange, left_out = read
        return document(self._class_name, exchange, of_exchange(exchange)), left_out

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

    def __iter__(self) -> Items:
        return self.items(PageIterator(self).items)


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
        read = self._next()
        if read is None:
            raise StopIteration
        return self._data.page(read)

    def items(self) -> ItemsOfPage | None:
        """The next page for an iterator over items."""
        return self._data.items_of(self._next())

    def _next(self) -> Any:
        self._pages = self._data.reading(self._pages, False)
        while (read := self._pages.take()) is None:
            if not self._pages.next(None):
                return None
        return read
