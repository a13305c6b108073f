"""`InsuranceTransactionType`."""

from akoyaapisv240.models import InsuranceTransactionType as InsuranceTransactionType
