"""`AnnuityBalanceInfo`."""

from akoyaapisv240.models import AnnuityBalanceInfo as AnnuityBalanceInfo
