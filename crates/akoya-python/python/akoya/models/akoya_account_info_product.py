"""``akoyaapisv240.models.akoya_account_info_product`` by its later name."""

from akoyaapisv240.models.akoya_account_info_product import *
