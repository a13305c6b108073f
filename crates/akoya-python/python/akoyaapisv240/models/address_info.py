"""`AddressInfo`."""

from akoyaapisv240.models import AddressInfo as AddressInfo
