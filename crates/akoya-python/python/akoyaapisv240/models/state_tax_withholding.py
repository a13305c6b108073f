"""`StateTaxWithholding`."""

from akoyaapisv240.models import StateTaxWithholding as StateTaxWithholding
