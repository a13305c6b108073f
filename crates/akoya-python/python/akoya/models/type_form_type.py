"""``akoyaapisv240.models.type_form_type`` by its later name."""

from akoyaapisv240.models.type_form_type import *
