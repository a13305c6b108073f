"""`ContentType`."""

from akoyaapisv240.models import ContentType as ContentType
