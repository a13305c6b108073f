"""``akoyaapisv240.models.form_5498_qa`` by its later name."""

from akoyaapisv240.models.form_5498_qa import *
