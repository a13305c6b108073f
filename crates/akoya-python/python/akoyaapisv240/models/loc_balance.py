"""`LocBalance`."""

from akoyaapisv240.models import LocBalance as LocBalance
