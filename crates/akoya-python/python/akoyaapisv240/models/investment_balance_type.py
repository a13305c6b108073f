"""`InvestmentBalanceType`."""

from akoyaapisv240.models import InvestmentBalanceType as InvestmentBalanceType
