"""`Form1098C`."""

from akoyaapisv240.models import Form1098C as Form1098C
