"""``akoyaapisv240.models.mutual_fund_type`` by its later name."""

from akoyaapisv240.models.mutual_fund_type import *
