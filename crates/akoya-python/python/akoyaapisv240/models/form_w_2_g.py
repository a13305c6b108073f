"""`FormW2G`."""

from akoyaapisv240.models import FormW2G as FormW2G
