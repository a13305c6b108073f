"""``akoyaapisv240.models.form_1099_misc`` by its later name."""

from akoyaapisv240.models.form_1099_misc import *
