"""`CustomerName`."""

from akoyaapisv240.models import CustomerName as CustomerName
