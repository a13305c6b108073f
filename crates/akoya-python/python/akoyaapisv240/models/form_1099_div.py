"""`Form1099Div`."""

from akoyaapisv240.models import Form1099Div as Form1099Div
