"""``akoyaapisv240.models.tax_party_type`` by its later name."""

from akoyaapisv240.models.tax_party_type import *
