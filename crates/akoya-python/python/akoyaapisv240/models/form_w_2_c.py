"""`FormW2C`."""

from akoyaapisv240.models import FormW2C as FormW2C
