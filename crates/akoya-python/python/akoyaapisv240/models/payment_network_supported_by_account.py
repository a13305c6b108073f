"""`PaymentNetworkSupportedByAccount`."""

from akoyaapisv240.models import PaymentNetworkSupportedByAccount as PaymentNetworkSupportedByAccount
