"""`IncomeType`."""

from akoyaapisv240.models import IncomeType as IncomeType
