"""``akoyaapisv240.models.form_1099_int`` by its later name."""

from akoyaapisv240.models.form_1099_int import *
