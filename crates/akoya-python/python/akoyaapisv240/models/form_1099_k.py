"""`Form1099K`."""

from akoyaapisv240.models import Form1099K as Form1099K
