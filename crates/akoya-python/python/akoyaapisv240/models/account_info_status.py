"""`AccountInfoStatus`."""

from akoyaapisv240.models import AccountInfoStatus as AccountInfoStatus
