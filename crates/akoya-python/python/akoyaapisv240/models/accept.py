"""`Accept`."""

from akoyaapisv240.models import Accept as Accept
