"""`Version`."""

from akoyaapisv240.models import Version as Version
