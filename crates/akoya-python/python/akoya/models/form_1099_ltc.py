"""``akoyaapisv240.models.form_1099_ltc`` by its later name."""

from akoyaapisv240.models.form_1099_ltc import *
