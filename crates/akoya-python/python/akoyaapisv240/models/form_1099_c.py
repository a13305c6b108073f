"""`Form1099C`."""

from akoyaapisv240.models import Form1099C as Form1099C
