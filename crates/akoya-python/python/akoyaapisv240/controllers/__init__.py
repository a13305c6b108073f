"""The operations, in groups."""

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
