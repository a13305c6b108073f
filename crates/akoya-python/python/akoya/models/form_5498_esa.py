"""``akoyaapisv240.models.form_5498_esa`` by its later name."""

from akoyaapisv240.models.form_5498_esa import *
