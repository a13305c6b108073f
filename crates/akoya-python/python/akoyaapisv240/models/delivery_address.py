"""`DeliveryAddress`."""

from akoyaapisv240.models import DeliveryAddress as DeliveryAddress
