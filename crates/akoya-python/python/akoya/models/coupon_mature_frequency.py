"""``akoyaapisv240.models.coupon_mature_frequency`` by its later name."""

from akoyaapisv240.models.coupon_mature_frequency import *
