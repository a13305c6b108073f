"""``akoyaapisv240.models.form_1099_k`` by its later name."""

from akoyaapisv240.models.form_1099_k import *
