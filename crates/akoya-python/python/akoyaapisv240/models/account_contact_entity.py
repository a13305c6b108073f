"""`AccountContactEntity`."""

from akoyaapisv240.models import AccountContactEntity as AccountContactEntity
