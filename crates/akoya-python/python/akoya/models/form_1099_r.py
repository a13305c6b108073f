"""``akoyaapisv240.models.form_1099_r`` by its later name."""

from akoyaapisv240.models.form_1099_r import *
