"""`StockSecurityEntity`."""

from akoyaapisv240.models import StockSecurityEntity as StockSecurityEntity
