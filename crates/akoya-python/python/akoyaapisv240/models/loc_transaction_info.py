"""`LocTransactionInfo`."""

from akoyaapisv240.models import LocTransactionInfo as LocTransactionInfo
