"""`InvestmentTransactionInfo`."""

from akoyaapisv240.models import InvestmentTransactionInfo as InvestmentTransactionInfo
