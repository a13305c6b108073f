"""``akoyaapisv240.models.account_info_status`` by its later name."""

from akoyaapisv240.models.account_info_status import *
