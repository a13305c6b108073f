"""`OtherSecurityEntity`."""

from akoyaapisv240.models import OtherSecurityEntity as OtherSecurityEntity
