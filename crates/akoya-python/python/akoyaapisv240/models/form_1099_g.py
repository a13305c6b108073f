"""`Form1099G`."""

from akoyaapisv240.models import Form1099G as Form1099G
