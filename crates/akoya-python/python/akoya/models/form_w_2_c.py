"""``akoyaapisv240.models.form_w_2_c`` by its later name."""

from akoyaapisv240.models.form_w_2_c import *
