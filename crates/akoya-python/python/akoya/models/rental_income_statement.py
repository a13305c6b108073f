"""``akoyaapisv240.models.rental_income_statement`` by its later name."""

from akoyaapisv240.models.rental_income_statement import *
