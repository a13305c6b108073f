"""``akoyaapisv240.models.account_information`` by its later name."""

from akoyaapisv240.models.account_information import *
