"""`AkoyaAccountInfoProductAccounts`."""

from akoyaapisv240.models import AkoyaAccountInfoProductAccounts as AkoyaAccountInfoProductAccounts
