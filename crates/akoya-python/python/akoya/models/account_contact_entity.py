"""``akoyaapisv240.models.account_contact_entity`` by its later name."""

from akoyaapisv240.models.account_contact_entity import *
