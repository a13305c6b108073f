"""``akoyaapisv240.models.form_1095_c`` by its later name."""

from akoyaapisv240.models.form_1095_c import *
