"""`LocalTaxWithholding`."""

from akoyaapisv240.models import LocalTaxWithholding as LocalTaxWithholding
