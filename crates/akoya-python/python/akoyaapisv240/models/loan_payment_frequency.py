"""`LoanPaymentFrequency`."""

from akoyaapisv240.models import LoanPaymentFrequency as LoanPaymentFrequency
