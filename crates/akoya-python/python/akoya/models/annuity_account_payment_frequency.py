"""``akoyaapisv240.models.annuity_account_payment_frequency`` by its later name."""

from akoyaapisv240.models.annuity_account_payment_frequency import *
