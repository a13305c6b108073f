"""`Error`."""

from akoyaapisv240.models import Error as Error
