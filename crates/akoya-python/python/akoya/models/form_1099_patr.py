"""``akoyaapisv240.models.form_1099_patr`` by its later name."""

from akoyaapisv240.models.form_1099_patr import *
