"""``akoyaapisv240.models.coverage_month`` by its later name."""

from akoyaapisv240.models.coverage_month import *
