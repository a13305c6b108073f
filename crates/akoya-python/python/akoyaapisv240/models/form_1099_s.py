"""`Form1099S`."""

from akoyaapisv240.models import Form1099S as Form1099S
