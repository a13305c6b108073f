"""``akoyaapisv240.models.tax_statement_list`` by its later name."""

from akoyaapisv240.models.tax_statement_list import *
