"""``akoyaapisv240.models.an_investment_holding`` by its later name."""

from akoyaapisv240.models.an_investment_holding import *
