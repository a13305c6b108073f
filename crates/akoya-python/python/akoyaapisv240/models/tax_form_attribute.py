"""`TaxFormAttribute`."""

from akoyaapisv240.models import TaxFormAttribute as TaxFormAttribute
