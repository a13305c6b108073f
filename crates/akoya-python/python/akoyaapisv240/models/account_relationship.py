"""`AccountRelationship`."""

from akoyaapisv240.models import AccountRelationship as AccountRelationship
