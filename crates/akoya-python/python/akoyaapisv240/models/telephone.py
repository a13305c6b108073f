"""`Telephone`."""

from akoyaapisv240.models import Telephone as Telephone
