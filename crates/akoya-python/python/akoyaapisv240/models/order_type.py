"""`OrderType`."""

from akoyaapisv240.models import OrderType as OrderType
