"""`DepositBalance`."""

from akoyaapisv240.models import DepositBalance as DepositBalance
