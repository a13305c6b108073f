"""``akoyaapisv240.models.annunity_product_type`` by its later name."""

from akoyaapisv240.models.annunity_product_type import *
