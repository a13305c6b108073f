"""`TransactionReason`."""

from akoyaapisv240.models import TransactionReason as TransactionReason
