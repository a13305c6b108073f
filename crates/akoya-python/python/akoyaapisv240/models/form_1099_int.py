"""`Form1099Int`."""

from akoyaapisv240.models import Form1099Int as Form1099Int
