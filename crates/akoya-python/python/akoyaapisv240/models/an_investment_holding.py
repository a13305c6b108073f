"""`AnInvestmentHolding`."""

from akoyaapisv240.models import AnInvestmentHolding as AnInvestmentHolding
