"""``akoyaapisv240.models.farm_income_statement`` by its later name."""

from akoyaapisv240.models.farm_income_statement import *
