"""`LoanAccountPaymentFrequency`."""

from akoyaapisv240.models import LoanAccountPaymentFrequency as LoanAccountPaymentFrequency
