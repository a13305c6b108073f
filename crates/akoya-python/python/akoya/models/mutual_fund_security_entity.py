"""``akoyaapisv240.models.mutual_fund_security_entity`` by its later name."""

from akoyaapisv240.models.mutual_fund_security_entity import *
