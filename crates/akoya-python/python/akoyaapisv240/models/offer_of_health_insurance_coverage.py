"""`OfferOfHealthInsuranceCoverage`."""

from akoyaapisv240.models import OfferOfHealthInsuranceCoverage as OfferOfHealthInsuranceCoverage
