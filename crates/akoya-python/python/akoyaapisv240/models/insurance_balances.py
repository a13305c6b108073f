"""`InsuranceBalances`."""

from akoyaapisv240.models import InsuranceBalances as InsuranceBalances
