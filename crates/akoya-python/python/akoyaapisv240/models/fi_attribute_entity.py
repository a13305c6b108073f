"""`FiAttributeEntity`."""

from akoyaapisv240.models import FiAttributeEntity as FiAttributeEntity
