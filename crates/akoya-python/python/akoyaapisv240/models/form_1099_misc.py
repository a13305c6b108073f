"""`Form1099Misc`."""

from akoyaapisv240.models import Form1099Misc as Form1099Misc
