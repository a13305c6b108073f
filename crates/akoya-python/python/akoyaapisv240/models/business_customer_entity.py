"""`BusinessCustomerEntity`."""

from akoyaapisv240.models import BusinessCustomerEntity as BusinessCustomerEntity
