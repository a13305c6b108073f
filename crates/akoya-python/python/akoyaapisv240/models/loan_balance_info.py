"""`LoanBalanceInfo`."""

from akoyaapisv240.models import LoanBalanceInfo as LoanBalanceInfo
