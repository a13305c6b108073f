"""``akoyaapisv240.models.form_1099_cap`` by its later name."""

from akoyaapisv240.models.form_1099_cap import *
