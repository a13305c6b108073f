"""`TaxParty`."""

from akoyaapisv240.models import TaxParty as TaxParty
