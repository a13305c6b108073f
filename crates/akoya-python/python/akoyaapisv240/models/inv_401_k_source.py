"""`Inv401KSource`."""

from akoyaapisv240.models import Inv401KSource as Inv401KSource
