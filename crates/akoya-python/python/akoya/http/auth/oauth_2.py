"""``akoyaapisv240.http.auth.oauth_2`` by its later name."""

from akoyaapisv240.http.auth.oauth_2 import *
