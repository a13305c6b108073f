"""`StateCode`."""

from akoyaapisv240.models import StateCode as StateCode
