"""`Form1099ConsolidatedStatement`."""

from akoyaapisv240.models import Form1099ConsolidatedStatement as Form1099ConsolidatedStatement
