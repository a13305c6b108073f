"""`Form1098Q`."""

from akoyaapisv240.models import Form1098Q as Form1098Q
