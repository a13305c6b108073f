"""``akoyaapisv240.models.annuity_account_info`` by its later name."""

from akoyaapisv240.models.annuity_account_info import *
