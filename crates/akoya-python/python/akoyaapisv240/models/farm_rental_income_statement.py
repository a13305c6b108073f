"""`FarmRentalIncomeStatement`."""

from akoyaapisv240.models import FarmRentalIncomeStatement as FarmRentalIncomeStatement
