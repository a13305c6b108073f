"""`TaxData`."""

from akoyaapisv240.models import TaxData as TaxData
