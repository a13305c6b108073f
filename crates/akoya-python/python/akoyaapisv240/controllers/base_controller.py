"""What all groups of operations have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from akoyaapisv240._akoya import Exchange, __version__, decode
from akoyaapisv240._arguments import options, text
from akoyaapisv240._futures import new_future
from akoyaapisv240.exceptions.failures import UnexpectedResponseException
from akoyaapisv240.http.api_response import ApiResponse
from akoyaapisv240.http.http_response import HttpResponse, of_exchange
from akoyaapisv240.streaming import Opening, StreamedFile

if TYPE_CHECKING:
    from typing_extensions import Self

    from akoyaapisv240._session import Session
    from akoyaapisv240.configuration import Configuration
    from akoyaapisv240.http.http_call_back import HttpCallBack

T = TypeVar("T")


class BaseController:
    """A group of operations of one client."""

    #: Whether operations give asyncio something to await.
    _is_awaited = False

    def __init__(self, config: Configuration) -> None:
        from akoyaapisv240._session import Session

        self._session: Session = Session(config)

    @classmethod
    def _of(cls, session: Session) -> Self:
        group = cls.__new__(cls)
        group._session = session
        return group

    @staticmethod
    def user_agent() -> str:
        """The ``User-Agent`` of requests."""
        return f"akoyaapisv240/{__version__}"

    @staticmethod
    def user_agent_parameters() -> dict[str, Any]:
        """What of the ``User-Agent`` depends on the machine: nothing."""
        return {}

    @staticmethod
    def global_errors() -> dict[str, Any]:
        """The exceptions of statuses: every status that is no success has one, so none is listed."""
        return {}

    @property
    def config(self) -> Configuration:
        """The client's settings."""
        return self._session.config

    @property
    def http_call_back(self) -> HttpCallBack | None:
        """Who sees requests and responses."""
        return self._session.config.http_call_back

    @property
    def new_api_call_builder(self) -> Callable[..., Any]:
        """What starts a call: of an operation of the core, with its path."""
        return self._call

    def _call(self, operation: str, class_name: str, path: list[Any], version: Any, *arguments: Any, **named: Any) -> Any:
        """Makes a data call: waits for it, or returns what asyncio can await."""
        segments, settings = parts(path), options(version, *arguments, **named)
        if self._is_awaited:
            return self._awaited(operation, class_name, segments, settings)
        return response(class_name, self._session.at_work().call(operation, segments, settings, None))

    def _open(self, operation: str, path: list[Any], version: Any, *arguments: Any, **named: Any) -> Any:
        """Makes the call of a file that is read as it arrives."""
        segments, settings = parts(path), options(version, *arguments, **named)
        if self._is_awaited:
            return Opening(lambda: self._session.in_loop().open(operation, segments, settings, new_future()))
        return StreamedFile(self._session.at_work().open(operation, segments, settings, None))

    async def _awaited(
        self, operation: str, class_name: str, path: list[str], settings: dict[str, Any]
    ) -> ApiResponse[Any]:
        # Here, where a loop runs: `asyncio.run(client.balances.get_balances(…))` makes the call before there is one.
        exchange: Exchange = await self._session.in_loop().call(operation, path, settings, new_future())
        return response(class_name, exchange)


def parts(path: list[Any]) -> list[str]:
    """The parts of a path. What is missing is empty, which the core refuses."""
    return [text("an identifier", part) or "" for part in path]


def response(class_name: str, exchange: Exchange) -> ApiResponse[Any]:
    """Makes the response of an exchange: its body is an object of the class, or bytes for a file."""
    received = of_exchange(exchange)
    if exchange.is_file:
        return ApiResponse(received, exchange.content)
    return ApiResponse(received, document(class_name, exchange, received))


def document(class_name: str, exchange: Exchange, received: HttpResponse) -> Any:
    """Reads the body of an exchange. The core has found that it is the document; one that it is not is an
    ``UnexpectedResponseException``."""
    if exchange.status == 204:
        # The core takes it for a list without anything in it, and refuses it otherwise.
        return decode(class_name, b"{}")
    try:
        return exchange.document(class_name)
    except ValueError as error:
        kind = exchange.content_type or "no content type"
        reason = f"the response (HTTP {exchange.status}, {kind}) is not the expected document"
        raised = UnexpectedResponseException(reason, received)
        raised.interaction_id = received.headers.get("x-akoya-interaction-id")
        raise raised from error
