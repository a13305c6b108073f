"""`Form1099H`."""

from akoyaapisv240.models import Form1099H as Form1099H
