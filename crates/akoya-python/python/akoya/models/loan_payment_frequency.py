"""``akoyaapisv240.models.loan_payment_frequency`` by its later name."""

from akoyaapisv240.models.loan_payment_frequency import *
