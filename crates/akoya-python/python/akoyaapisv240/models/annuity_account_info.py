"""`AnnuityAccountInfo`."""

from akoyaapisv240.models import AnnuityAccountInfo as AnnuityAccountInfo
