"""``akoyaapisv240.models.investment_transaction_security_id_type`` by its later name."""

from akoyaapisv240.models.investment_transaction_security_id_type import *
