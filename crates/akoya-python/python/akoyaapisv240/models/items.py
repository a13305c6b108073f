"""`Items`."""

from akoyaapisv240.models import Items as Items
