"""`MutualFundSecurityEntity`."""

from akoyaapisv240.models import MutualFundSecurityEntity as MutualFundSecurityEntity
