"""``akoyaapisv240.models.sale_term_type`` by its later name."""

from akoyaapisv240.models.sale_term_type import *
