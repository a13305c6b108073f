"""`CurrentCustomer`."""

from akoyaapisv240.models import CurrentCustomer as CurrentCustomer
