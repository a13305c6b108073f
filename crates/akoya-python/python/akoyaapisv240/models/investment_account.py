"""`InvestmentAccount`."""

from akoyaapisv240.models import InvestmentAccount as InvestmentAccount
