"""``akoyaapisv240.models.gain_or_loss_from_cryptocurrency_transaction`` by its later name."""

from akoyaapisv240.models.gain_or_loss_from_cryptocurrency_transaction import *
