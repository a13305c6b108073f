"""``akoyaapisv240.models.cryptocurrency_tax_statement_list`` by its later name."""

from akoyaapisv240.models.cryptocurrency_tax_statement_list import *
