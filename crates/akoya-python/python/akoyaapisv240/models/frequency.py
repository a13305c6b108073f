"""`Frequency`."""

from akoyaapisv240.models import Frequency as Frequency
