"""`Form1099Ltc`."""

from akoyaapisv240.models import Form1099Ltc as Form1099Ltc
