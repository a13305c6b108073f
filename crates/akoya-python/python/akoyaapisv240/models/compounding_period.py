"""`CompoundingPeriod`."""

from akoyaapisv240.models import CompoundingPeriod as CompoundingPeriod
