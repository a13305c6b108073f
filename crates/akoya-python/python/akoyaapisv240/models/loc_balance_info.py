"""`LocBalanceInfo`."""

from akoyaapisv240.models import LocBalanceInfo as LocBalanceInfo
