"""`InsuranceAccount`."""

from akoyaapisv240.models import InsuranceAccount as InsuranceAccount
