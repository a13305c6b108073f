"""``akoyaapisv240.models.health_insurance_marketplace_covered_individual`` by its later name."""

from akoyaapisv240.models.health_insurance_marketplace_covered_individual import *
