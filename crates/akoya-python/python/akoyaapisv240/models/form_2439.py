"""`Form2439`."""

from akoyaapisv240.models import Form2439 as Form2439
