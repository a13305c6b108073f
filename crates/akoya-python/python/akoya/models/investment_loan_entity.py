"""``akoyaapisv240.models.investment_loan_entity`` by its later name."""

from akoyaapisv240.models.investment_loan_entity import *
