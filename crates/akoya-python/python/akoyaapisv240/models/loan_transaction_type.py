"""`LoanTransactionType`."""

from akoyaapisv240.models import LoanTransactionType as LoanTransactionType
