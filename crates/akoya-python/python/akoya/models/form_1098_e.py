"""``akoyaapisv240.models.form_1098_e`` by its later name."""

from akoyaapisv240.models.form_1098_e import *
