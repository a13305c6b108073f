"""`InvestmentBalance`."""

from akoyaapisv240.models import InvestmentBalance as InvestmentBalance
