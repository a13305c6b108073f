"""`LocTransactionType`."""

from akoyaapisv240.models import LocTransactionType as LocTransactionType
