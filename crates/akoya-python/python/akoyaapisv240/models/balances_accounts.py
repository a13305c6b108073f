"""`BalancesAccounts`."""

from akoyaapisv240.models import BalancesAccounts as BalancesAccounts
