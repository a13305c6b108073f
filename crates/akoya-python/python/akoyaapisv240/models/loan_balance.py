"""`LoanBalance`."""

from akoyaapisv240.models import LoanBalance as LoanBalance
