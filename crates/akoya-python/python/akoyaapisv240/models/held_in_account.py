"""`HeldInAccount`."""

from akoyaapisv240.models import HeldInAccount as HeldInAccount
