"""`Form1065K1`."""

from akoyaapisv240.models import Form1065K1 as Form1065K1
