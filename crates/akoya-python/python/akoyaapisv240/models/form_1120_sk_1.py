"""`Form1120SK1`."""

from akoyaapisv240.models import Form1120SK1 as Form1120SK1
