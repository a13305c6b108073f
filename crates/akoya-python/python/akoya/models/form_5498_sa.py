"""``akoyaapisv240.models.form_5498_sa`` by its later name."""

from akoyaapisv240.models.form_5498_sa import *
