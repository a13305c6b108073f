"""`MonthAbbreviation`."""

from akoyaapisv240.models import MonthAbbreviation as MonthAbbreviation
