"""``akoyaapisv240.models.farm_rental_income_statement`` by its later name."""

from akoyaapisv240.models.farm_rental_income_statement import *
