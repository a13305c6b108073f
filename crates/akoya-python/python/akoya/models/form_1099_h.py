"""``akoyaapisv240.models.form_1099_h`` by its later name."""

from akoyaapisv240.models.form_1099_h import *
