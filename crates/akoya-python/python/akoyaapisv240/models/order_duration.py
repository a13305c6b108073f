"""`OrderDuration`."""

from akoyaapisv240.models import OrderDuration as OrderDuration
