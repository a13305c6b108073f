"""`Form5498Esa`."""

from akoyaapisv240.models import Form5498Esa as Form5498Esa
