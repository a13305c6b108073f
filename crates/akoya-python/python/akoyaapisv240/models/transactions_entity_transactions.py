"""`TransactionsEntityTransactions`."""

from akoyaapisv240.models import TransactionsEntityTransactions as TransactionsEntityTransactions
