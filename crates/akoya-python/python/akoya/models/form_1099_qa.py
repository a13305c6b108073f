"""``akoyaapisv240.models.form_1099_qa`` by its later name."""

from akoyaapisv240.models.form_1099_qa import *
