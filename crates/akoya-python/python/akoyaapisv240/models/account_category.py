"""`AccountCategory`."""

from akoyaapisv240.models import AccountCategory as AccountCategory
