"""`InsuranceTransactionInfo`."""

from akoyaapisv240.models import InsuranceTransactionInfo as InsuranceTransactionInfo
