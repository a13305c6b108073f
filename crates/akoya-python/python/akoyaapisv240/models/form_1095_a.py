"""`Form1095A`."""

from akoyaapisv240.models import Form1095A as Form1095A
