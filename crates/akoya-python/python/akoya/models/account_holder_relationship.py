"""``akoyaapisv240.models.account_holder_relationship`` by its later name."""

from akoyaapisv240.models.account_holder_relationship import *
