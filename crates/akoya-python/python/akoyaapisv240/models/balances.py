"""`Balances`."""

from akoyaapisv240.models import Balances as Balances
