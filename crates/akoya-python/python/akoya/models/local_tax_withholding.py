"""``akoyaapisv240.models.local_tax_withholding`` by its later name."""

from akoyaapisv240.models.local_tax_withholding import *
