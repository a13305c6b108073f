"""``akoyaapisv240.models.form_w_2`` by its later name."""

from akoyaapisv240.models.form_w_2 import *
