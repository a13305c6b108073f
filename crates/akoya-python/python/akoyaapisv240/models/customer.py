"""`Customer`."""

from akoyaapisv240.models import Customer as Customer
