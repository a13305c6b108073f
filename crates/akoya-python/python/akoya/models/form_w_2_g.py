"""``akoyaapisv240.models.form_w_2_g`` by its later name."""

from akoyaapisv240.models.form_w_2_g import *
