"""``akoyaapisv240.models.form_5498`` by its later name."""

from akoyaapisv240.models.form_5498 import *
