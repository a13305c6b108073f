"""`TelephoneNumber`."""

from akoyaapisv240.models import TelephoneNumber as TelephoneNumber
