"""``akoyaapisv240.models.form_1099_b`` by its later name."""

from akoyaapisv240.models.form_1099_b import *
