"""``akoyaapisv240.models.annuity_balance`` by its later name."""

from akoyaapisv240.models.annuity_balance import *
