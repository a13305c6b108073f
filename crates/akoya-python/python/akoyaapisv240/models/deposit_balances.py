"""`DepositBalances`."""

from akoyaapisv240.models import DepositBalances as DepositBalances
