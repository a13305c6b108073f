"""`Form1099Qa`."""

from akoyaapisv240.models import Form1099Qa as Form1099Qa
