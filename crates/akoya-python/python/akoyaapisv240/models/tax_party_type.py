"""`TaxPartyType`."""

from akoyaapisv240.models import TaxPartyType as TaxPartyType
