"""`VestingEntity`."""

from akoyaapisv240.models import VestingEntity as VestingEntity
