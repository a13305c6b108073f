"""`InvestmentLoanEntity`."""

from akoyaapisv240.models import InvestmentLoanEntity as InvestmentLoanEntity
