"""`LocTransaction`."""

from akoyaapisv240.models import LocTransaction as LocTransaction
