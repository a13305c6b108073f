"""``akoyaapisv240.models.tax_1099_da`` by its later name."""

from akoyaapisv240.models.tax_1099_da import *
