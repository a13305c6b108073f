"""``akoyaapisv240.models.account_relationship`` by its later name."""

from akoyaapisv240.models.account_relationship import *
