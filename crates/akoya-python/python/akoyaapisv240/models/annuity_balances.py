"""`AnnuityBalances`."""

from akoyaapisv240.models import AnnuityBalances as AnnuityBalances
