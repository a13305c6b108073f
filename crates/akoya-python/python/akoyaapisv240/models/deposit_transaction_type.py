"""`DepositTransactionType`."""

from akoyaapisv240.models import DepositTransactionType as DepositTransactionType
