"""`Form1099Sb`."""

from akoyaapisv240.models import Form1099Sb as Form1099Sb
