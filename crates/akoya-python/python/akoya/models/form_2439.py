"""``akoyaapisv240.models.form_2439`` by its later name."""

from akoyaapisv240.models.form_2439 import *
