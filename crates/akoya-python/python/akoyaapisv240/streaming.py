"""Files that are read as they arrive: a statement of many megabytes is in memory a piece at a time.

    with client.statements.stream_statement(account_id, "v2", "mikomo", statement_id) as statement:
        statement.save("statement.pdf")

The time of the call (``timeout``) covers the last byte. ``http_call_back`` and a log see the response of such a file before it has arrived,
with an empty ``text``. A client with an ``http_client_instance`` has the whole file in memory: that is how it gets it.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from akoyaapisv240._futures import new_future
from akoyaapisv240.http.http_response import HttpResponse, of_exchange

if TYPE_CHECKING:
    from akoyaapisv240._akoya import Download

Path = str | os.PathLike[str]


class _Arriving:
    """What is known of a file before it has arrived."""

    def __init__(self, download: Download) -> None:
        self._download = download
        self._is_begun = False
        assert download.exchange is not None
        self._response: HttpResponse = of_exchange(download.exchange)

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self._response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers; names are found in any case."""
        return self._response.headers

    @property
    def content_type(self) -> str | None:
        """The media type, such as ``application/pdf``; ``None`` when the response does not say."""
        return self.headers.get("content-type")

    @property
    def length(self) -> int | None:
        """The size in bytes; ``None`` when the response does not say."""
        return self._download.length

    @property
    def interaction_id(self) -> str | None:
        """``x-akoya-interaction-id``: Akoya's support asks for it."""
        return self.headers.get("x-akoya-interaction-id")

    def _refuse_rest(self) -> None:
        if self._is_begun:
            raise ValueError("a part of the file was read before, and what is left is not the file: open it again")

    def close(self) -> None:
        """Ends the response, whether or not it was read to its end."""
        self._download.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(status_code={self.status_code})"


class StreamedFile(_Arriving):
    """A file that has begun to arrive. It is read once, to be used in a ``with``."""

    def iter_bytes(self) -> Iterator[bytes]:
        """The pieces of the file, as they arrive. A file that breaks off raises."""
        self._is_begun = True
        while (piece := self._download.next(None)) is not None:
            yield piece

    def save(self, path: Path) -> int:
        """Writes the file, and returns its size. It is there complete or not at all, readable for this user alone; a file of that name is
        replaced."""
        self._refuse_rest()
        size: int = self._download.save(path, None)
        return size

    def read(self) -> bytes:
        """The whole file."""
        self._refuse_rest()
        return b"".join(self.iter_bytes())

    def __enter__(self) -> StreamedFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncStreamedFile(_Arriving):
    """A file that has begun to arrive, for asyncio. It is read once, to be used in an ``async with``."""

    #: Whether a piece has been asked for that has not come.
    _is_waiting = False

    async def iter_bytes(self) -> AsyncIterator[bytes]:
        """The pieces of the file, as they arrive. A file that breaks off raises."""
        if self._is_waiting:
            raise ValueError("a task was cancelled while it waited for a piece, which may be lost: open the file again")
        self._is_begun = True
        while (piece := await self._next()) is not None:
            yield piece

    async def _next(self) -> bytes | None:
        self._is_waiting = True
        piece: bytes | None = await self._download.next(new_future())
        self._is_waiting = False
        return piece

    async def save(self, path: Path) -> int:
        """Writes the file, and returns its size. It is there complete or not at all, readable for this user alone; a file of that name is
        replaced."""
        self._refuse_rest()
        size: int = await self._download.save(path, new_future())
        return size

    async def read(self) -> bytes:
        """The whole file."""
        self._refuse_rest()
        return b"".join([piece async for piece in self.iter_bytes()])

    async def __aenter__(self) -> AsyncStreamedFile:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()


class Opening:
    """The call of a file, to be awaited, or entered at once: ``async with client.statements.stream_statement(…) as statement``."""

    def __init__(self, start: Callable[[], Awaitable[Any]]) -> None:
        self._start = start
        self._file: AsyncStreamedFile | None = None

    def __await__(self) -> Any:
        return self._open().__await__()

    async def _open(self) -> AsyncStreamedFile:
        return AsyncStreamedFile(await self._start())

    async def __aenter__(self) -> AsyncStreamedFile:
        self._file = await self._open()
        return self._file

    async def __aexit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
