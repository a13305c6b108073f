"""``akoyaapisv240.models.form_1099_nec`` by its later name."""

from akoyaapisv240.models.form_1099_nec import *
