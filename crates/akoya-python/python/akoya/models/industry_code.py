"""``akoyaapisv240.models.industry_code`` by its later name."""

from akoyaapisv240.models.industry_code import *
