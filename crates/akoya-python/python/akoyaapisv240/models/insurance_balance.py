"""`InsuranceBalance`."""

from akoyaapisv240.models import InsuranceBalance as InsuranceBalance
