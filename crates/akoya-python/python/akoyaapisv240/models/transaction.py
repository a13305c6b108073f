"""`Transaction`."""

from akoyaapisv240.models import Transaction as Transaction
