"""``akoyaapisv240.models.form_1099_sa`` by its later name."""

from akoyaapisv240.models.form_1099_sa import *
