"""``akoyaapisv240.http.auth`` by its later name."""

from akoyaapisv240.http.auth import *
