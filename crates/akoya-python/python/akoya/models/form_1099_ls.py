"""``akoyaapisv240.models.form_1099_ls`` by its later name."""

from akoyaapisv240.models.form_1099_ls import *
