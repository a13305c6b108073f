"""`InvestmentBalanceList`."""

from akoyaapisv240.models import InvestmentBalanceList as InvestmentBalanceList
