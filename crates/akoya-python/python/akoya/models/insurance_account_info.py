"""``akoyaapisv240.models.insurance_account_info`` by its later name."""

from akoyaapisv240.models.insurance_account_info import *
