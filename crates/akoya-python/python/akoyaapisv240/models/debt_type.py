"""`DebtType`."""

from akoyaapisv240.models import DebtType as DebtType
