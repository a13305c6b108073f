"""``akoyaapisv240.exceptions.oauth_provider_exception`` by its later name."""

from akoyaapisv240.exceptions.oauth_provider_exception import *
