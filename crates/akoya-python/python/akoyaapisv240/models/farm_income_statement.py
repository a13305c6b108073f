"""`FarmIncomeStatement`."""

from akoyaapisv240.models import FarmIncomeStatement as FarmIncomeStatement
