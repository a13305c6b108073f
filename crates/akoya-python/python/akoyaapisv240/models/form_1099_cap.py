"""`Form1099Cap`."""

from akoyaapisv240.models import Form1099Cap as Form1099Cap
