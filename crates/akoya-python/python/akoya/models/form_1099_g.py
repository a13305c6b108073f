"""``akoyaapisv240.models.form_1099_g`` by its later name."""

from akoyaapisv240.models.form_1099_g import *
