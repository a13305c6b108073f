"""``akoyaapisv240.models.form_1098_t`` by its later name."""

from akoyaapisv240.models.form_1098_t import *
