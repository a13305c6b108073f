"""The client."""

from __future__ import annotations

from akoyaapisv240._client import Client, Group
from akoyaapisv240.controllers.account_information_controller import AccountInformationController
from akoyaapisv240.controllers.balances_controller import BalancesController
from akoyaapisv240.controllers.customers_controller import CustomersController
from akoyaapisv240.controllers.investments_controller import InvestmentsController
from akoyaapisv240.controllers.oauth_authorization_controller import OauthAuthorizationController
from akoyaapisv240.controllers.payments_controller import PaymentsController
from akoyaapisv240.controllers.statements_controller import StatementsController
from akoyaapisv240.controllers.tax_beta_controller import TaxBetaController
from akoyaapisv240.controllers.transactions_controller import TransactionsController
from akoyaapisv240.http.auth.oauth_2 import Oauth2


class Akoyaapisv240Client(Client):
    """A client of the Akoya APIs for one customer's consent. Safe to use from many threads, and after a fork.

    ``config`` replaces all other settings; ``Configuration`` says what they mean.
    """

    acg_auth = Group(Oauth2)
    account_information = Group(AccountInformationController)
    balances = Group(BalancesController)
    customers = Group(CustomersController)
    investments = Group(InvestmentsController)
    payments = Group(PaymentsController)
    statements = Group(StatementsController)
    tax_beta = Group(TaxBetaController)
    transactions = Group(TransactionsController)
    #: The token endpoint itself; ``acg_auth`` is what keeps a grant alive.
    oauth_authorization = Group(OauthAuthorizationController)
