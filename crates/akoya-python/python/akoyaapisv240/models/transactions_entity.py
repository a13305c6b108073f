"""`TransactionsEntity`."""

from akoyaapisv240.models import TransactionsEntity as TransactionsEntity
