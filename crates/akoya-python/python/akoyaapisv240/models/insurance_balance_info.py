"""`InsuranceBalanceInfo`."""

from akoyaapisv240.models import InsuranceBalanceInfo as InsuranceBalanceInfo
