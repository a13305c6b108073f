"""``akoyaapisv240.models.tax_data`` by its later name."""

from akoyaapisv240.models.tax_data import *
