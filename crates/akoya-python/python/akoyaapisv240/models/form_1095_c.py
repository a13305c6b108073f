"""`Form1095C`."""

from akoyaapisv240.models import Form1095C as Form1095C
