"""`DebtSecurityEntity`."""

from akoyaapisv240.models import DebtSecurityEntity as DebtSecurityEntity
