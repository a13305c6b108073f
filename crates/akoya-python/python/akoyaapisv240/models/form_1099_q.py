"""`Form1099Q`."""

from akoyaapisv240.models import Form1099Q as Form1099Q
