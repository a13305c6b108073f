"""``akoyaapisv240.models.form_1099_oid`` by its later name."""

from akoyaapisv240.models.form_1099_oid import *
