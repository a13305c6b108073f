"""The client for asyncio: the same groups and operations, to be awaited.

    from akoyaapisv240.aio import AsyncAkoyaapisv240Client

    client = AsyncAkoyaapisv240Client(environment="sandbox", authorization_code_auth_credentials=credentials)
    balances = await client.balances.get_balances("v2", "mikomo")
    async for transaction in client.transactions.get_transactions("v2", "mikomo", account_id):
        ...

Cancelling a task drops its call. A refresh or an exchange that was sent continues: no token is lost.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, Concatenate, ParamSpec, TypeVar

from akoyaapisv240 import _arguments, _tokens
from akoyaapisv240._client import Client, Group
from akoyaapisv240._futures import new_future
from akoyaapisv240._session import Session
from akoyaapisv240.controllers import base_controller
from akoyaapisv240.controllers.account_information_controller import AccountInformationController
from akoyaapisv240.controllers.balances_controller import BalancesController
from akoyaapisv240.controllers.customers_controller import CustomersController
from akoyaapisv240.controllers.investments_controller import InvestmentsController
from akoyaapisv240.controllers.payments_controller import PaymentsController
from akoyaapisv240.controllers.statements_controller import StatementsController
from akoyaapisv240.controllers.tax_beta_controller import TaxBetaController
from akoyaapisv240.controllers.transactions_controller import TransactionsController
from akoyaapisv240.http.api_response import ApiResponse
from akoyaapisv240.http.auth.oauth_2 import _text
from akoyaapisv240.models.oauth_token import OauthToken
from akoyaapisv240.streaming import Opening, StreamedFile
from akoyaapisv240.utilities.pagination.paged_iterable import PagedIterable
from akoyaapisv240.utilities.pagination.paged_response import LinkPagedResponse
from akoyaapisv240.utilities.pagination.paginated_data import PaginatedData

P = ParamSpec("P")
T = TypeVar("T")


def _awaited(method: Callable[Concatenate[Any, P], ApiResponse[T]]) -> Callable[Concatenate[Any, P], Awaitable[ApiResponse[T]]]:
    """An operation of a group whose calls are awaited: what it returns comes from the group's own ``_call``."""
    return method  # type: ignore[return-value]


def _opened(method: Callable[Concatenate[Any, P], StreamedFile]) -> Callable[Concatenate[Any, P], Opening]:
    """An operation whose file is read as it arrives, from the group's own ``_open``."""
    return method  # type: ignore[return-value]


class _AsyncController(base_controller.BaseController):
    _is_awaited = True


class AsyncAccountInformationController(_AsyncController):
    """Accounts, without balances."""

    get_accounts_info = _awaited(AccountInformationController.get_accounts_info)


class AsyncBalancesController(_AsyncController):
    """Balances."""

    get_balances = _awaited(BalancesController.get_balances)


class AsyncCustomersController(_AsyncController):
    """The customer, and how to reach account holders."""

    customer_info = _awaited(CustomersController.customer_info)
    get_account_holder = _awaited(CustomersController.get_account_holder)


class AsyncInvestmentsController(_AsyncController):
    """Accounts with holdings, and tax lots."""

    get_accounts = _awaited(InvestmentsController.get_accounts)
    get_taxlots = _awaited(InvestmentsController.get_taxlots)


class AsyncPaymentsController(_AsyncController):
    """The numbers by which an account is paid to and from."""

    payment_networks = _awaited(PaymentsController.payment_networks)


class AsyncStatementsController(_AsyncController):
    """Statements."""

    get_statement_list = _awaited(StatementsController.get_statement_list)
    get_statements = _awaited(StatementsController.get_statements)
    stream_statement = _opened(StatementsController.stream_statement)


class AsyncTaxBetaController(_AsyncController):
    """Tax forms (beta)."""

    tax_forms_search = _awaited(TaxBetaController.tax_forms_search)
    get_tax_form = _awaited(TaxBetaController.get_tax_form)
    stream_tax_form = _opened(TaxBetaController.stream_tax_form)


class AsyncPagedIterable:
    """The items of a list, page after page, for ``async for``; ``pages()`` gives the pages."""

    def __init__(self, paginated_data: PaginatedData) -> None:
        self._data = paginated_data

    def __aiter__(self) -> AsyncItemIterator:
        return AsyncItemIterator(self._data)

    def pages(self) -> AsyncPageIterator:
        """The pages, one after the other."""
        return AsyncPageIterator(self._data)


class AsyncPageIterator(AsyncIterator[LinkPagedResponse]):
    """The pages of a list. After an exception, or a task that was cancelled, the same page comes next."""

    def __init__(self, data: PaginatedData) -> None:
        self._data = data
        self._pages: Any = None

    def __aiter__(self) -> AsyncPageIterator:
        return self

    async def __anext__(self) -> LinkPagedResponse:
        read = await self.read()
        if read is None:
            raise StopAsyncIteration
        return self._data.page(read)

    async def read(self) -> Any:
        """What the core has read of the next page; ``None`` after the last."""
        self._pages = self._data.reading(self._pages, True)
        # A task may be cancelled when its page is there: what it has not taken is taken by the next.
        while (read := self._pages.take()) is None:
            if not await self._pages.next(new_future()):
                return None
        return read


class AsyncItemIterator(AsyncIterator[Any]):
    """The items of a list. After an exception the reading continues where it was."""

    def __init__(self, data: PaginatedData) -> None:
        self._data = data
        self._pages = AsyncPageIterator(data)
        # Pages that were read and not begun.
        read: list[Any] = []
        self._read = read
        self._items = data.items(lambda: read.pop(0) if read else None)

    def __aiter__(self) -> AsyncItemIterator:
        return self

    async def __anext__(self) -> Any:
        while True:
            for item in self._items:
                return item
            page = self._data.items_of(await self._pages.read())
            if page is None:
                raise StopAsyncIteration
            self._read.append(page)


class AsyncTransactionsController(_AsyncController):
    """Transactions."""

    def get_transactions(
        self,
        version: str,
        provider_id: str,
        account_id: str,
        start_time: Any = None,
        end_time: Any = None,
        offset: str | None = "0",
        limit: int | None = 50,
        x_akoya_interaction_type: str | None = None,
        mode: str | None = None,
    ) -> AsyncPagedIterable:
        """Reads the transactions of an account, as ``TransactionsController.get_transactions`` does."""
        group = TransactionsController._of(self._session)
        listed: PagedIterable[Any] = group.get_transactions(
            version, provider_id, account_id, start_time, end_time, offset, limit, x_akoya_interaction_type, mode
        )
        return AsyncPagedIterable(listed._data)


class AsyncOauth2:
    """The grant of one customer: ``client.acg_auth``. See ``akoyaapisv240.http.auth.oauth_2.Oauth2``, whose methods these are."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @classmethod
    def _of(cls, session: Session) -> AsyncOauth2:
        return cls(session)

    @property
    def oauth_token(self) -> OauthToken | None:
        """The token as this process knows it."""
        return _tokens.token_of(self._session.core().token())

    def get_authorization_url(
        self, connector: str, state: str, additional_query_params: Mapping[str, str] | None = None
    ) -> str:
        """Returns the URL to send a customer of ``connector`` to."""
        parameters = _arguments.parameters("additional_query_params", additional_query_params)
        connector, state = _text("connector", connector), _text("state", state)
        return self._session.core().authorization_url(connector, state, parameters)

    def authorize(self, connector: str) -> tuple[str, str]:
        """Starts asking a customer for consent: the URL, and what to keep until the browser comes back."""
        return self._session.core().authorize(_text("connector", connector))

    async def complete(self, pending: str, callback_url: str) -> OauthToken:
        """Completes an authorization with the URL that the customer came back to."""
        return _token(await self._session.in_loop().complete(_text("pending", pending), _text("callback_url", callback_url), new_future()))

    async def fetch_token(self, auth_code: str, additional_form_params: Mapping[str, Any] | None = None) -> OauthToken:
        """Exchanges a code for a token, which the client uses from then on."""
        return _token(await self._session.in_loop(additional_form_params).fetch_token(_text("auth_code", auth_code), new_future()))

    async def refresh_token(self, additional_params: Mapping[str, Any] | None = None) -> OauthToken:
        """Refreshes now. Not needed before a call. A refresh that is under way already is waited for; it is sent without
        ``additional_params``."""
        return _token(await self._session.in_loop(additional_params).refresh_token(new_future()))

    async def revoke_token(self, additional_form_params: Mapping[str, Any] | None = None) -> None:
        """Revokes the consent at Akoya, and removes the token here."""
        await self._session.in_loop(additional_form_params).revoke_token(new_future())

    revokeToken = revoke_token  # noqa: N815 - as the documentation spells it

    async def forget(self) -> None:
        """Removes the token here without telling Akoya."""
        await self._session.in_loop().forget(new_future())

    async def retry_pending(self) -> None:
        """Offers a token that ``oauth_on_token_update`` or the store failed to take again."""
        await self._session.in_loop().retry_pending(new_future())

    async def touch(self, at: float | None = None) -> None:
        """Sets when the customer was last active, in seconds since 1970; default: now."""
        await self._session.in_loop().touch(time.time() if at is None else _arguments.time_of("at", at), new_future())


def _token(text: str) -> OauthToken:
    token = _tokens.token_of(text)
    assert token is not None
    return token


class AsyncAkoyaapisv240Client(Client):
    """A client of the Akoya APIs for one customer's consent, for asyncio. ``oauth_on_token_update`` may be a coroutine function."""

    acg_auth = Group(AsyncOauth2)
    account_information = Group(AsyncAccountInformationController)
    balances = Group(AsyncBalancesController)
    customers = Group(AsyncCustomersController)
    investments = Group(AsyncInvestmentsController)
    payments = Group(AsyncPaymentsController)
    statements = Group(AsyncStatementsController)
    tax_beta = Group(AsyncTaxBetaController)
    transactions = Group(AsyncTransactionsController)
