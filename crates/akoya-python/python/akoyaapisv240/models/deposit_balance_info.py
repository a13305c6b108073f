"""`DepositBalanceInfo`."""

from akoyaapisv240.models import DepositBalanceInfo as DepositBalanceInfo
