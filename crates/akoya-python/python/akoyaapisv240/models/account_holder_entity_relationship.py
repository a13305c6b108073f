"""`AccountHolderEntityRelationship`."""

from akoyaapisv240.models import AccountHolderEntityRelationship as AccountHolderEntityRelationship
