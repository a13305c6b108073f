"""`InvestmentTransactionType`."""

from akoyaapisv240.models import InvestmentTransactionType as InvestmentTransactionType
