"""``akoyaapisv240.models.transactions_entity_transactions`` by its later name."""

from akoyaapisv240.models.transactions_entity_transactions import *
