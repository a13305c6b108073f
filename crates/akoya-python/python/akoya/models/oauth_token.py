"""``akoyaapisv240.models.oauth_token`` by its later name."""

from akoyaapisv240.models.oauth_token import *
