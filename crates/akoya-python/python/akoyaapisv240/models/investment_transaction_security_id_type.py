"""`InvestmentTransactionSecurityIdType`."""

from akoyaapisv240.models import InvestmentTransactionSecurityIdType as InvestmentTransactionSecurityIdType
