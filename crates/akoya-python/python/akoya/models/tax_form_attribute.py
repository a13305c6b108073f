"""``akoyaapisv240.models.tax_form_attribute`` by its later name."""

from akoyaapisv240.models.tax_form_attribute import *
