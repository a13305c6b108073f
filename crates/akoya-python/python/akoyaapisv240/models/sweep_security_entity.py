"""`SweepSecurityEntity`."""

from akoyaapisv240.models import SweepSecurityEntity as SweepSecurityEntity
