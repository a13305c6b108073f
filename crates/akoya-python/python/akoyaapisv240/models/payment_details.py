"""`PaymentDetails`."""

from akoyaapisv240.models import PaymentDetails as PaymentDetails
