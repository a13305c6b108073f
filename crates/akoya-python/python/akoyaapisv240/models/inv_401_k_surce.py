"""`Inv401KSurce`."""

from akoyaapisv240.models import Inv401KSurce as Inv401KSurce
