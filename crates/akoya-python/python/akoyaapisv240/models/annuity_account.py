"""`AnnuityAccount`."""

from akoyaapisv240.models import AnnuityAccount as AnnuityAccount
