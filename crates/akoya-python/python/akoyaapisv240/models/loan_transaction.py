"""`LoanTransaction`."""

from akoyaapisv240.models import LoanTransaction as LoanTransaction
