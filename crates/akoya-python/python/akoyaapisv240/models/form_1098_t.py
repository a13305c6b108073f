"""`Form1098T`."""

from akoyaapisv240.models import Form1098T as Form1098T
