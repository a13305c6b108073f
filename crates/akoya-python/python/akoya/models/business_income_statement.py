"""``akoyaapisv240.models.business_income_statement`` by its later name."""

from akoyaapisv240.models.business_income_statement import *
