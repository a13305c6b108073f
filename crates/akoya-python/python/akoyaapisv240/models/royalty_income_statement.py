"""`RoyaltyIncomeStatement`."""

from akoyaapisv240.models import RoyaltyIncomeStatement as RoyaltyIncomeStatement
