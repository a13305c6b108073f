"""`InsuranceTransaction`."""

from akoyaapisv240.models import InsuranceTransaction as InsuranceTransaction
