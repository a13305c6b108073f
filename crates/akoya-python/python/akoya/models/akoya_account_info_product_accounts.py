"""``akoyaapisv240.models.akoya_account_info_product_accounts`` by its later name."""

from akoyaapisv240.models.akoya_account_info_product_accounts import *
