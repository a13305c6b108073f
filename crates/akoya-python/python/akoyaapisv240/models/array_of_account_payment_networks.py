"""`ArrayOfAccountPaymentNetworks`."""

from akoyaapisv240.models import ArrayOfAccountPaymentNetworks as ArrayOfAccountPaymentNetworks
