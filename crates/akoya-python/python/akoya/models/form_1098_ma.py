"""``akoyaapisv240.models.form_1098_ma`` by its later name."""

from akoyaapisv240.models.form_1098_ma import *
