"""``akoyaapisv240.models.form_1099_div`` by its later name."""

from akoyaapisv240.models.form_1099_div import *
