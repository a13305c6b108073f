"""`Name`."""

from akoyaapisv240.models import Name as Name
