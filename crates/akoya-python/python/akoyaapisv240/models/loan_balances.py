"""`LoanBalances`."""

from akoyaapisv240.models import LoanBalances as LoanBalances
