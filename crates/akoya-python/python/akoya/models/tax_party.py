"""``akoyaapisv240.models.tax_party`` by its later name."""

from akoyaapisv240.models.tax_party import *
