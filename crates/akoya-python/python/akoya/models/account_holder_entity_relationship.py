"""``akoyaapisv240.models.account_holder_entity_relationship`` by its later name."""

from akoyaapisv240.models.account_holder_entity_relationship import *
