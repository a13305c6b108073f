"""`Form1098E`."""

from akoyaapisv240.models import Form1098E as Form1098E
