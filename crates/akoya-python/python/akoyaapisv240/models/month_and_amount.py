"""`MonthAndAmount`."""

from akoyaapisv240.models import MonthAndAmount as MonthAndAmount
