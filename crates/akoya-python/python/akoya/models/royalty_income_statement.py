"""``akoyaapisv240.models.royalty_income_statement`` by its later name."""

from akoyaapisv240.models.royalty_income_statement import *
