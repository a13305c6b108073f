"""`ExpiredOptionType`."""

from akoyaapisv240.models import ExpiredOptionType as ExpiredOptionType
