"""`OptionSecurityEntity`."""

from akoyaapisv240.models import OptionSecurityEntity as OptionSecurityEntity
