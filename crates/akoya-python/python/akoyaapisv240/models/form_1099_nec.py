"""`Form1099Nec`."""

from akoyaapisv240.models import Form1099Nec as Form1099Nec
