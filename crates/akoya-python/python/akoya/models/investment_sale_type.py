"""``akoyaapisv240.models.investment_sale_type`` by its later name."""

from akoyaapisv240.models.investment_sale_type import *
