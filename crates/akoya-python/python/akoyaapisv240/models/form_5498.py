"""`Form5498`."""

from akoyaapisv240.models import Form5498 as Form5498
