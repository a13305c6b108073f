"""``akoyaapisv240.models.form_1099_consolidated_statement`` by its later name."""

from akoyaapisv240.models.form_1099_consolidated_statement import *
