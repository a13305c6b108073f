"""`TelephoneNumberType`."""

from akoyaapisv240.models import TelephoneNumberType as TelephoneNumberType
