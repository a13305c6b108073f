"""`Form1099A`."""

from akoyaapisv240.models import Form1099A as Form1099A
