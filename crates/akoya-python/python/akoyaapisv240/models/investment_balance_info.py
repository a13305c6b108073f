"""`InvestmentBalanceInfo`."""

from akoyaapisv240.models import InvestmentBalanceInfo as InvestmentBalanceInfo
