"""`InvestmentAccountWithAllDetails`."""

from akoyaapisv240.models import InvestmentAccountWithAllDetails as InvestmentAccountWithAllDetails
