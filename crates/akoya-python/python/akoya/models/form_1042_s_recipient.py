"""``akoyaapisv240.models.form_1042_s_recipient`` by its later name."""

from akoyaapisv240.models.form_1042_s_recipient import *
