"""`RelationshipType`."""

from akoyaapisv240.models import RelationshipType as RelationshipType
