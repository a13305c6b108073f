"""`NameAndAddress`."""

from akoyaapisv240.models import NameAndAddress as NameAndAddress
