"""`Vesting`."""

from akoyaapisv240.models import Vesting as Vesting
