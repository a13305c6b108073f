"""`LoanTransactionInfo`."""

from akoyaapisv240.models import LoanTransactionInfo as LoanTransactionInfo
