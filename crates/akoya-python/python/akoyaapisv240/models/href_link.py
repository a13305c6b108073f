"""`HrefLink`."""

from akoyaapisv240.models import HrefLink as HrefLink
