"""``akoyaapisv240.models.form_3921`` by its later name."""

from akoyaapisv240.models.form_3921 import *
