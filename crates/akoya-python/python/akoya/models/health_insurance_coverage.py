"""``akoyaapisv240.models.health_insurance_coverage`` by its later name."""

from akoyaapisv240.models.health_insurance_coverage import *
