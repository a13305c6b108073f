"""`DepositAccountInfo`."""

from akoyaapisv240.models import DepositAccountInfo as DepositAccountInfo
