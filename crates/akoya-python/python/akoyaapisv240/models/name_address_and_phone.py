"""`NameAddressAndPhone`."""

from akoyaapisv240.models import NameAddressAndPhone as NameAddressAndPhone
