"""``akoyaapisv240.models.tax_refund_direct_deposit`` by its later name."""

from akoyaapisv240.models.tax_refund_direct_deposit import *
