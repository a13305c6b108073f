"""``akoyaapisv240.models.form_1120_sk_1`` by its later name."""

from akoyaapisv240.models.form_1120_sk_1 import *
