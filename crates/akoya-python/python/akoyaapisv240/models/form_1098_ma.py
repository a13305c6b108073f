"""`Form1098Ma`."""

from akoyaapisv240.models import Form1098Ma as Form1098Ma
