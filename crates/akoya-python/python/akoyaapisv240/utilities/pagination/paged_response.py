"""A page of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from akoyaapisv240.http.api_response import ApiResponse
from akoyaapisv240.http.http_response import HttpResponse

if TYPE_CHECKING:
    from typing_extensions import Self

Response = ApiResponse[Any]
Getter = Callable[[Any], Any]


class PagedResponse(Response):
    """A page of a list, with its items."""

    def __init__(self, http_response: HttpResponse, errors: Any, body: Any, paginated_field_getter: Getter | None) -> None:
        super().__init__(http_response, body, errors)
        self._items = paginated_field_getter

    def items(self) -> Iterator[Any]:
        """The items of the page."""
        found = self._items(self.body) if self._items is not None else None
        return iter(found or ())

    @classmethod
    def _of(cls, base: Response, getter: Getter | None, *place: Any) -> Self:
        """Makes a page of a response; ``place`` is what a kind of page has beside its items, by a name of its own."""
        return cls(base._response, base.errors, base.body, getter, *place)


class LinkPagedResponse(PagedResponse):
    """A page that names the next one by a link."""

    def __init__(
        self, http_response: HttpResponse, errors: Any, body: Any, paginated_field_getter: Getter | None, next_link: str | None
    ) -> None:
        super().__init__(http_response, errors, body, paginated_field_getter)
        self._next_link = next_link

    @property
    def next_link(self) -> str | None:
        """The link to the next page; ``None`` on the last one."""
        return self._next_link

    @classmethod
    def create(
        cls, base_api_response: Response, paginated_field_getter: Getter | None = None, next_link: str | None = None
    ) -> LinkPagedResponse:
        """Makes a page of a response."""
        return cls._of(base_api_response, paginated_field_getter, next_link)


class CursorPagedResponse(PagedResponse):
    """A page that names the next one by a cursor. No operation of the API has such pages."""

    def __init__(
        self, http_response: HttpResponse, errors: Any, body: Any, paginated_field_getter: Getter | None, next_cursor: str | None
    ) -> None:
        super().__init__(http_response, errors, body, paginated_field_getter)
        self._next_cursor = next_cursor

    @property
    def next_cursor(self) -> str | None:
        """The cursor of the next page."""
        return self._next_cursor

    @classmethod
    def create(
        cls, base_api_response: Response, paginated_field_getter: Getter | None = None, next_cursor: str | None = None
    ) -> CursorPagedResponse:
        """Makes a page of a response."""
        return cls._of(base_api_response, paginated_field_getter, next_cursor)


class OffsetPagedResponse(PagedResponse):
    """A page that begins at an offset. No operation of the API has such pages."""

    def __init__(
        self, http_response: HttpResponse, errors: Any, body: Any, paginated_field_getter: Getter | None, offset: int | None
    ) -> None:
        super().__init__(http_response, errors, body, paginated_field_getter)
        self._offset = offset

    @property
    def offset(self) -> int | None:
        """Where the page begins."""
        return self._offset

    @classmethod
    def create(
        cls, base_api_response: Response, paginated_field_getter: Getter | None = None, offset: int | None = None
    ) -> OffsetPagedResponse:
        """Makes a page of a response."""
        return cls._of(base_api_response, paginated_field_getter, offset)


class NumberPagedResponse(PagedResponse):
    """A page with a number. No operation of the API has such pages."""

    def __init__(
        self, http_response: HttpResponse, errors: Any, body: Any, paginated_field_getter: Getter | None, page_number: int | None
    ) -> None:
        super().__init__(http_response, errors, body, paginated_field_getter)
        self._page_number = page_number

    @property
    def page_number(self) -> int | None:
        """The number of the page."""
        return self._page_number

    @classmethod
    def create(
        cls, base_api_response: Response, paginated_field_getter: Getter | None = None, page_number: int | None = None
    ) -> NumberPagedResponse:
        """Makes a page of a response."""
        return cls._of(base_api_response, paginated_field_getter, page_number)
