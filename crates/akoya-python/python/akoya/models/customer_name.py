"""``akoyaapisv240.models.customer_name`` by its later name."""

from akoyaapisv240.models.customer_name import *
