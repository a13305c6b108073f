"""``akoyaapisv240.models.offer_of_health_insurance_coverage`` by its later name."""

from akoyaapisv240.models.offer_of_health_insurance_coverage import *
