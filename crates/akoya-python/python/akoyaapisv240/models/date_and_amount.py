"""`DateAndAmount`."""

from akoyaapisv240.models import DateAndAmount as DateAndAmount
