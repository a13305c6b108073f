"""`TaxlotsResponse`."""

from akoyaapisv240.models import TaxlotsResponse as TaxlotsResponse
