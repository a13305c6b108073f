"""`Form1042S`."""

from akoyaapisv240.models import Form1042S as Form1042S
