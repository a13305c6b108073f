"""``akoyaapisv240.models.payment_network_supported_by_account`` by its later name."""

from akoyaapisv240.models.payment_network_supported_by_account import *
