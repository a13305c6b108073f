"""`Form1041K1`."""

from akoyaapisv240.models import Form1041K1 as Form1041K1
