"""``akoyaapisv240.models.form_1098_q`` by its later name."""

from akoyaapisv240.models.form_1098_q import *
