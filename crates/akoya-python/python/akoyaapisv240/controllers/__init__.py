"""The operations, in groups."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from akoyaapisv240.controllers import account_information_controller as account_information_controller
    from akoyaapisv240.controllers import balances_controller as balances_controller
    from akoyaapisv240.controllers import base_controller as base_controller
    from akoyaapisv240.controllers import customers_controller as customers_controller
    from akoyaapisv240.controllers import investments_controller as investments_controller
    from akoyaapisv240.controllers import oauth_authorization_controller as oauth_authorization_controller
    from akoyaapisv240.controllers import payments_controller as payments_controller
    from akoyaapisv240.controllers import statements_controller as statements_controller
    from akoyaapisv240.controllers import tax_beta_controller as tax_beta_controller
    from akoyaapisv240.controllers import transactions_controller as transactions_controller

__all__ = [
    "account_information_controller",
    "balances_controller",
    "base_controller",
    "customers_controller",
    "investments_controller",
    "oauth_authorization_controller",
    "payments_controller",
    "statements_controller",
    "tax_beta_controller",
    "transactions_controller",
]
