"""`AccountHolderRelationship`."""

from akoyaapisv240.models import AccountHolderRelationship as AccountHolderRelationship
