"""`InvestmentSaleType`."""

from akoyaapisv240.models import InvestmentSaleType as InvestmentSaleType
