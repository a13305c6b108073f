"""`InvestmentsDetailsAccounts`."""

from akoyaapisv240.models import InvestmentsDetailsAccounts as InvestmentsDetailsAccounts
