"""`Form1095B`."""

from akoyaapisv240.models import Form1095B as Form1095B
