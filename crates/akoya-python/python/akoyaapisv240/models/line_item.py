"""`LineItem`."""

from akoyaapisv240.models import LineItem as LineItem
