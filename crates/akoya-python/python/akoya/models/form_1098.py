"""``akoyaapisv240.models.form_1098`` by its later name."""

from akoyaapisv240.models.form_1098 import *
