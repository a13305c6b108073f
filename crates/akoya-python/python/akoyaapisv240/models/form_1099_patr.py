"""`Form1099Patr`."""

from akoyaapisv240.models import Form1099Patr as Form1099Patr
