"""``akoyaapisv240.models.form_1099_a`` by its later name."""

from akoyaapisv240.models.form_1099_a import *
