"""``akoyaapisv240.models.form_1099_q`` by its later name."""

from akoyaapisv240.models.form_1099_q import *
