"""``akoyaapisv240.models.sub_account_fund`` by its later name."""

from akoyaapisv240.models.sub_account_fund import *
