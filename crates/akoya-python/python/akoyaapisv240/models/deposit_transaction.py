"""`DepositTransaction`."""

from akoyaapisv240.models import DepositTransaction as DepositTransaction
