"""``akoyaapisv240.models.form_1095_a`` by its later name."""

from akoyaapisv240.models.form_1095_a import *
