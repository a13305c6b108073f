"""``akoyaapisv240.models.investments_details_accounts`` by its later name."""

from akoyaapisv240.models.investments_details_accounts import *
