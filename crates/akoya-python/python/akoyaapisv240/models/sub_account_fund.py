"""`SubAccountFund`."""

from akoyaapisv240.models import SubAccountFund as SubAccountFund
