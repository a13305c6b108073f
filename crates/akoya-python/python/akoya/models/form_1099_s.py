"""``akoyaapisv240.models.form_1099_s`` by its later name."""

from akoyaapisv240.models.form_1099_s import *
