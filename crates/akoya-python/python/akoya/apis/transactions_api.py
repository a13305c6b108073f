"""``akoyaapisv240.controllers.transactions_controller`` by its later name."""

from akoyaapisv240.controllers.transactions_controller import TransactionsController as TransactionsApi

__all__ = ["TransactionsApi"]
