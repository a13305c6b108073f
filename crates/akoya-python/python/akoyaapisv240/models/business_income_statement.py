"""`BusinessIncomeStatement`."""

from akoyaapisv240.models import BusinessIncomeStatement as BusinessIncomeStatement
