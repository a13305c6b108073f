"""`AccountInformation`."""

from akoyaapisv240.models import AccountInformation as AccountInformation
