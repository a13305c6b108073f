"""`Mode`."""

from akoyaapisv240.models import Mode as Mode
