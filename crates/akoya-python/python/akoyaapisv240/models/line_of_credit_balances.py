"""`LineOfCreditBalances`."""

from akoyaapisv240.models import LineOfCreditBalances as LineOfCreditBalances
