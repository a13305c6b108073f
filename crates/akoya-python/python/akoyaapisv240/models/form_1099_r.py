"""`Form1099R`."""

from akoyaapisv240.models import Form1099R as Form1099R
