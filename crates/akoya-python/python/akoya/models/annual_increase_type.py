"""``akoyaapisv240.models.annual_increase_type`` by its later name."""

from akoyaapisv240.models.annual_increase_type import *
