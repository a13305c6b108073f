"""`CouponMatureFrequency`."""

from akoyaapisv240.models import CouponMatureFrequency as CouponMatureFrequency
