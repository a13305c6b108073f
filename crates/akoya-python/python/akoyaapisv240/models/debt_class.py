"""`DebtClass`."""

from akoyaapisv240.models import DebtClass as DebtClass
