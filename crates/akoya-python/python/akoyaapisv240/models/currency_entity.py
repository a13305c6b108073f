"""`CurrencyEntity`."""

from akoyaapisv240.models import CurrencyEntity as CurrencyEntity
