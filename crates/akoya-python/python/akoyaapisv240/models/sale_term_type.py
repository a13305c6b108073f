"""`SaleTermType`."""

from akoyaapisv240.models import SaleTermType as SaleTermType
