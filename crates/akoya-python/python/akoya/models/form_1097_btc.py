"""``akoyaapisv240.models.form_1097_btc`` by its later name."""

from akoyaapisv240.models.form_1097_btc import *
