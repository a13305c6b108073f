"""`RentalIncomeStatement`."""

from akoyaapisv240.models import RentalIncomeStatement as RentalIncomeStatement
