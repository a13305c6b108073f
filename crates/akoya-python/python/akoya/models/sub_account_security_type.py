"""``akoyaapisv240.models.sub_account_security_type`` by its later name."""

from akoyaapisv240.models.sub_account_security_type import *
