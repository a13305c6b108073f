"""`BusinessName`."""

from akoyaapisv240.models import BusinessName as BusinessName
