"""``akoyaapisv240.models.form_1099_c`` by its later name."""

from akoyaapisv240.models.form_1099_c import *
