"""`HealthInsuranceCoveredIndividual`."""

from akoyaapisv240.models import HealthInsuranceCoveredIndividual as HealthInsuranceCoveredIndividual
