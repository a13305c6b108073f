"""``akoyaapisv240.models.oauth_provider_error`` by its later name."""

from akoyaapisv240.models.oauth_provider_error import *
