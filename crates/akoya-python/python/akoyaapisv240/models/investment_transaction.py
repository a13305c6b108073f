"""`InvestmentTransaction`."""

from akoyaapisv240.models import InvestmentTransaction as InvestmentTransaction
