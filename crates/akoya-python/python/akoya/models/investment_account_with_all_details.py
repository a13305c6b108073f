"""``akoyaapisv240.models.investment_account_with_all_details`` by its later name."""

from akoyaapisv240.models.investment_account_with_all_details import *
