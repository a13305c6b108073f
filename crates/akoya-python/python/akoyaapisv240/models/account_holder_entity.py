"""`AccountHolderEntity`."""

from akoyaapisv240.models import AccountHolderEntity as AccountHolderEntity
