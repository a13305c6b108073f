"""``akoyaapisv240.models.sale_proceeds_type`` by its later name."""

from akoyaapisv240.models.sale_proceeds_type import *
