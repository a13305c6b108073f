"""`MediaType`."""

from akoyaapisv240.models import MediaType as MediaType
