"""The client."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from akoyaapisv240._session import Session
from akoyaapisv240.configuration import AnyEnvironment, Configuration, Environment
from akoyaapisv240.controllers.account_information_controller import AccountInformationController
from akoyaapisv240.controllers.balances_controller import BalancesController
from akoyaapisv240.controllers.customers_controller import CustomersController
from akoyaapisv240.controllers.investments_controller import InvestmentsController
from akoyaapisv240.controllers.oauth_authorization_controller import OauthAuthorizationController
from akoyaapisv240.controllers.payments_controller import PaymentsController
from akoyaapisv240.controllers.statements_controller import StatementsController
from akoyaapisv240.controllers.tax_beta_controller import TaxBetaController
from akoyaapisv240.controllers.transactions_controller import TransactionsController
from akoyaapisv240.http.auth.oauth_2 import AuthorizationCodeAuthCredentials, Oauth2
from akoyaapisv240.http.http_call_back import HttpCallBack
from akoyaapisv240.logging.configuration.api_logging_configuration import LoggingConfiguration


class Akoyaapisv240Client:
    """A client of the Akoya APIs for one customer's consent. Safe to use from many threads, and after a fork.

    ``config`` replaces all other settings; ``Configuration`` says what they mean.
    """

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
    def acg_auth(self) -> Oauth2:
        """Consent and tokens."""
        return Oauth2._of(self._session)

    @cached_property
    def account_information(self) -> AccountInformationController:
        """Accounts, without balances."""
        return AccountInformationController._of(self._session)

    @cached_property
    def balances(self) -> BalancesController:
        """Balances."""
        return BalancesController._of(self._session)

    @cached_property
    def customers(self) -> CustomersController:
        """The customer, and how to reach account holders."""
        return CustomersController._of(self._session)

    @cached_property
    def investments(self) -> InvestmentsController:
        """Accounts with holdings, and tax lots."""
        return InvestmentsController._of(self._session)

    @cached_property
    def payments(self) -> PaymentsController:
        """The numbers by which an account is paid to and from."""
        return PaymentsController._of(self._session)

    @cached_property
    def statements(self) -> StatementsController:
        """Statements."""
        return StatementsController._of(self._session)

    @cached_property
    def tax_beta(self) -> TaxBetaController:
        """Tax forms."""
        return TaxBetaController._of(self._session)

    @cached_property
    def transactions(self) -> TransactionsController:
        """Transactions."""
        return TransactionsController._of(self._session)

    @cached_property
    def oauth_authorization(self) -> OauthAuthorizationController:
        """The token endpoint itself; ``acg_auth`` is what keeps a grant alive."""
        return OauthAuthorizationController._of(self._session)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(environment={self.config.environment!r})"
