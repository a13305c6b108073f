"""``akoyaapisv240.models.form_1042_s_agent`` by its later name."""

from akoyaapisv240.models.form_1042_s_agent import *
