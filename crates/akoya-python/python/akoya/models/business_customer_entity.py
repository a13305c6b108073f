"""``akoyaapisv240.models.business_customer_entity`` by its later name."""

from akoyaapisv240.models.business_customer_entity import *
