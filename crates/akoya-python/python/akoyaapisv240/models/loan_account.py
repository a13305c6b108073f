"""`LoanAccount`."""

from akoyaapisv240.models import LoanAccount as LoanAccount
