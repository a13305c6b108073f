"""`InvestmentBalances`."""

from akoyaapisv240.models import InvestmentBalances as InvestmentBalances
