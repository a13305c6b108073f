"""`TelephoneNumberPlusExtension`."""

from akoyaapisv240.models import TelephoneNumberPlusExtension as TelephoneNumberPlusExtension
