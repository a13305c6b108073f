"""The client for asyncio: the same groups and operations, to be awaited.

    from akoyaapisv240.aio import AsyncAkoyaapisv240Client

    client = AsyncAkoyaapisv240Client(environment="sandbox", authorization_code_auth_credentials=credentials)
    balances = await client.balances.get_balances("v2", "mikomo")
    async for transaction in client.transactions.get_transactions("v2", "mikomo", account_id):
        ...

Cancelling a task drops its call. A refresh or an exchange that was sent goes on: no token is lost.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Concatenate, ParamSpec, TypeVar

from akoyaapisv240 import _tokens
from akoyaapisv240._session import Session
from akoyaapisv240.configuration import AnyEnvironment, Configuration, Environment
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
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials
from akoyaapisv240.http.http_call_back import HttpCallBack
from akoyaapisv240.logging.configuration.api_logging_configuration import LoggingConfiguration
from akoyaapisv240.models.oauth_token import OauthToken
from akoyaapisv240.utilities.pagination.paged_iterable import PagedIterable
from akoyaapisv240.utilities.pagination.paged_response import LinkPagedResponse
from akoyaapisv240.utilities.pagination.paginated_data import PaginatedData

P = ParamSpec("P")
T = TypeVar("T")


def _awaited(method: Callable[Concatenate[Any, P], ApiResponse[T]]) -> Callable[Concatenate[Any, P], Awaitable[ApiResponse[T]]]:
    """An operation of a group whose calls are awaited: what it returns comes from the group's own ``_call``."""
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


class AsyncTaxBetaController(_AsyncController):
    """Tax forms (beta)."""

    tax_forms_search = _awaited(TaxBetaController.tax_forms_search)
    get_tax_form = _awaited(TaxBetaController.get_tax_form)


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
        self._pages = self._pages or self._data.start()
        read = await self._pages.next(True)
        if read is None:
            raise StopAsyncIteration
        return self._data.page(read)


class AsyncItemIterator(AsyncIterator[Any]):
    """The items of a list. After an exception the reading goes on where it was."""

    def __init__(self, data: PaginatedData) -> None:
        self._pages = AsyncPageIterator(data)
        self._items: Iterator[Any] = iter(())

    def __aiter__(self) -> AsyncItemIterator:
        return self

    async def __anext__(self) -> Any:
        while True:
            for item in self._items:
                return item
            self._items = (await self._pages.__anext__()).items()


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

    @property
    def oauth_token(self) -> OauthToken | None:
        """The token as this process knows it."""
        return _tokens.token_of(self._session.core().token())

    def get_authorization_url(
        self, connector: str, state: str, additional_query_params: Mapping[str, str] | None = None
    ) -> str:
        """Returns the URL to send a customer of ``connector`` to."""
        parameters = [(str(name), str(value)) for name, value in (additional_query_params or {}).items()]
        return self._session.core().authorization_url(connector or "", state or "", parameters)

    def authorize(self, connector: str) -> tuple[str, str]:
        """Starts asking a customer for consent: the URL, and what to keep until the browser comes back."""
        return self._session.core().authorize(connector)

    async def complete(self, pending: str, callback_url: str) -> OauthToken:
        """Completes an authorization with the URL that the customer came back to."""
        return _token(await self._session.in_loop().complete(pending, callback_url, True))

    async def fetch_token(self, auth_code: str) -> OauthToken:
        """Exchanges a code for a token, which the client uses from then on."""
        return _token(await self._session.in_loop().fetch_token(auth_code, True))

    async def refresh_token(self) -> OauthToken:
        """Refreshes now. Not needed before a call."""
        return _token(await self._session.in_loop().refresh_token(True))

    async def revoke_token(self) -> None:
        """Revokes the consent at Akoya, and removes the token here."""
        await self._session.in_loop().revoke_token(True)

    revokeToken = revoke_token  # noqa: N815 - as the documentation spells it

    async def forget(self) -> None:
        """Removes the token here without telling Akoya."""
        await self._session.in_loop().forget(True)

    async def retry_pending(self) -> None:
        """Offers a token that ``oauth_on_token_update`` or the store failed to take again."""
        await self._session.in_loop().retry_pending(True)

    async def touch(self, at: float | None = None) -> None:
        """Tells when the customer was last active, in seconds since 1970; default: now."""
        await self._session.in_loop().touch(time.time() if at is None else at, True)


def _token(text: str) -> OauthToken:
    token = _tokens.token_of(text)
    assert token is not None
    return token


class AsyncAkoyaapisv240Client:
    """A client of the Akoya APIs for one customer's consent, for asyncio. ``oauth_on_token_update`` may be a coroutine function."""

    def __init__(
        self,
        http_client_instance: Any = None,
        override_http_client_configuration: bool = False,
        http_call_back: HttpCallBack | None = None,
        timeout: float | None = 60,
        max_retries: int | None = 0,
        backoff_factor: float | None = 2,
        retry_statuses: Sequence[int] | None = None,
        retry_methods: Sequence[str] | None = None,
        logging_configuration: LoggingConfiguration | None = None,
        environment: AnyEnvironment | None = Environment.SANDBOX,
        authorization_code_auth_credentials: AuthorizationCodeAuthCredentials | None = None,
        config: Configuration | None = None,
        *,
        store: Any = None,
        connection: str | None = None,
        interaction_type: str | None = None,
    ) -> None:
        self.config = config or Configuration(
            http_client_instance=http_client_instance,
            override_http_client_configuration=override_http_client_configuration,
            http_call_back=http_call_back,
            timeout=timeout,
            max_retries=max_retries,
            backoff_factor=backoff_factor,
            retry_statuses=retry_statuses,
            retry_methods=retry_methods,
            logging_configuration=logging_configuration,
            environment=environment,
            authorization_code_auth_credentials=authorization_code_auth_credentials,
            store=store,
            connection=connection,
            interaction_type=interaction_type,
        )
        self._session = Session(self.config)

    @cached_property
    def acg_auth(self) -> AsyncOauth2:
        """Consent and tokens."""
        return AsyncOauth2(self._session)

    @cached_property
    def account_information(self) -> AsyncAccountInformationController:
        """Accounts, without balances."""
        return AsyncAccountInformationController._of(self._session)

    @cached_property
    def balances(self) -> AsyncBalancesController:
        """Balances."""
        return AsyncBalancesController._of(self._session)

    @cached_property
    def customers(self) -> AsyncCustomersController:
        """The customer, and how to reach account holders."""
        return AsyncCustomersController._of(self._session)

    @cached_property
    def investments(self) -> AsyncInvestmentsController:
        """Accounts with holdings, and tax lots."""
        return AsyncInvestmentsController._of(self._session)

    @cached_property
    def payments(self) -> AsyncPaymentsController:
        """The numbers by which an account is paid to and from."""
        return AsyncPaymentsController._of(self._session)

    @cached_property
    def statements(self) -> AsyncStatementsController:
        """Statements."""
        return AsyncStatementsController._of(self._session)

    @cached_property
    def tax_beta(self) -> AsyncTaxBetaController:
        """Tax forms."""
        return AsyncTaxBetaController._of(self._session)

    @cached_property
    def transactions(self) -> AsyncTransactionsController:
        """Transactions."""
        return AsyncTransactionsController._of(self._session)
