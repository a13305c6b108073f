"""``akoyaapisv240.models.array_of_account_payment_networks`` by its later name."""

from akoyaapisv240.models.array_of_account_payment_networks import *
