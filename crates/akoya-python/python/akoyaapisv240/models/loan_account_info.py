"""`LoanAccountInfo`."""

from akoyaapisv240.models import LoanAccountInfo as LoanAccountInfo
