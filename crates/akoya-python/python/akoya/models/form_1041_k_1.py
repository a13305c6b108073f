"""``akoyaapisv240.models.form_1041_k_1`` by its later name."""

from akoyaapisv240.models.form_1041_k_1 import *
