"""``akoyaapisv240.models.oauth_scope`` by its later name."""

from akoyaapisv240.models.oauth_scope import *
