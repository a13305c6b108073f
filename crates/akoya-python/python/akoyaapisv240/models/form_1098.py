"""`Form1098`."""

from akoyaapisv240.models import Form1098 as Form1098
