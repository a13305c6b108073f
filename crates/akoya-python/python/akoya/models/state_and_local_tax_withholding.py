"""``akoyaapisv240.models.state_and_local_tax_withholding`` by its later name."""

from akoyaapisv240.models.state_and_local_tax_withholding import *
