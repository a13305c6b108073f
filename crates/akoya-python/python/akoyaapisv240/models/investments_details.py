"""`InvestmentsDetails`."""

from akoyaapisv240.models import InvestmentsDetails as InvestmentsDetails
