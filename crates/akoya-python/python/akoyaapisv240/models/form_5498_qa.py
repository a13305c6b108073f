"""`Form5498Qa`."""

from akoyaapisv240.models import Form5498Qa as Form5498Qa
