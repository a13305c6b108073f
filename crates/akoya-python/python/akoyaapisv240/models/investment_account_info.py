"""`InvestmentAccountInfo`."""

from akoyaapisv240.models import InvestmentAccountInfo as InvestmentAccountInfo
