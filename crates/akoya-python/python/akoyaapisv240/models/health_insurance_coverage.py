"""`HealthInsuranceCoverage`."""

from akoyaapisv240.models import HealthInsuranceCoverage as HealthInsuranceCoverage
