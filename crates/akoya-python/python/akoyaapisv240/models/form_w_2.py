"""`FormW2`."""

from akoyaapisv240.models import FormW2 as FormW2
