"""`HealthInsuranceMarketplaceCoveredIndividual`."""

from akoyaapisv240.models import HealthInsuranceMarketplaceCoveredIndividual as HealthInsuranceMarketplaceCoveredIndividual
