"""`Links`."""

from akoyaapisv240.models import Links as Links
