"""``akoyaapisv240.models.form_1042_s`` by its later name."""

from akoyaapisv240.models.form_1042_s import *
