"""`StateAndLocalTaxWithholding`."""

from akoyaapisv240.models import StateAndLocalTaxWithholding as StateAndLocalTaxWithholding
