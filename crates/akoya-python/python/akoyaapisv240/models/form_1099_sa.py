"""`Form1099Sa`."""

from akoyaapisv240.models import Form1099Sa as Form1099Sa
