"""``akoyaapisv240.models.form_1095_b`` by its later name."""

from akoyaapisv240.models.form_1095_b import *
