"""``akoyaapisv240.models.tax_statement`` by its later name."""

from akoyaapisv240.models.tax_statement import *
