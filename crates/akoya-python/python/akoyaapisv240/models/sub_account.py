"""`SubAccount`."""

from akoyaapisv240.models import SubAccount as SubAccount
