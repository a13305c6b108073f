"""`InsuranceAccountInfo`."""

from akoyaapisv240.models import InsuranceAccountInfo as InsuranceAccountInfo
