"""`AnnuityBalance`."""

from akoyaapisv240.models import AnnuityBalance as AnnuityBalance
