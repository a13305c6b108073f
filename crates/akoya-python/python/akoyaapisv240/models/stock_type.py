"""`StockType`."""

from akoyaapisv240.models import StockType as StockType
