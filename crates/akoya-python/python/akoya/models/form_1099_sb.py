"""``akoyaapisv240.models.form_1099_sb`` by its later name."""

from akoyaapisv240.models.form_1099_sb import *
