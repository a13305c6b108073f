"""`EquityGrant`."""

from akoyaapisv240.models import EquityGrant as EquityGrant
