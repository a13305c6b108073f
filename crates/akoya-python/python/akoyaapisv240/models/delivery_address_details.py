"""`DeliveryAddressDetails`."""

from akoyaapisv240.models import DeliveryAddressDetails as DeliveryAddressDetails
