"""`DepositTransactionInfo`."""

from akoyaapisv240.models import DepositTransactionInfo as DepositTransactionInfo
