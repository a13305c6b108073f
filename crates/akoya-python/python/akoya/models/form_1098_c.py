"""``akoyaapisv240.models.form_1098_c`` by its later name."""

from akoyaapisv240.models.form_1098_c import *
