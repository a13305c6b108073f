"""`BalanceType`."""

from akoyaapisv240.models import BalanceType as BalanceType
