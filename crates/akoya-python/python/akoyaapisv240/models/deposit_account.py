"""`DepositAccount`."""

from akoyaapisv240.models import DepositAccount as DepositAccount
