"""``akoyaapisv240.models.form_1065_k_1`` by its later name."""

from akoyaapisv240.models.form_1065_k_1 import *
